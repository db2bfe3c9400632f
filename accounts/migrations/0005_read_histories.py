from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_management_permission'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='user',
            options={'ordering': ['name'], 'permissions': [('view_management', 'Can open the management pages'), ('manage_users', 'Can invite, deactivate and change roles of users'), ('view_access_report', 'Can see who may see what'), ('view_audit_log', 'Can read the access log'), ('view_system_health', 'Can see whether everything works'), ('read_histories', 'Can read the recorded history of every record')], 'verbose_name': 'user', 'verbose_name_plural': 'users'},
        ),
    ]
