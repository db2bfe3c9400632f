"""What rooms above hear about outgoing mail."""

from django.dispatch import Signal

# A second person let a large mailing go: mailing, by, at.
mailing_released = Signal()
