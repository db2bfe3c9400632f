from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0002_formdraft'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='mailing',
            options={'ordering': ['-created_at'], 'permissions': [('view_outgoing_mail', 'Can see the own outgoing mail and call it back'), ('release_mail', 'Can release a large mailing of somebody else'), ('oversee_outgoing_mail', 'Can see the state of all outgoing mail, not its text')]},
        ),
    ]
