"""App configuration of the bottom shelf."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Fill the slots that the house itself has something for."""
        from core import health, imports, keeping, list_exports  # noqa: F401 - declare their lines and jobs
        from core.backup.state import check_backup
        from core.mail import privacy  # noqa: F401 - declares personal data, eraser, retention
        from core.registry import HealthCheck, health_checks
        from core.views.statements import check_security_txt

        health_checks.register(HealthCheck(name="backup", label=_("Backup"), check=check_backup, order=30))
        health_checks.register(
            HealthCheck(name="security.txt", label=_("Statements"), check=check_security_txt, order=90)
        )
