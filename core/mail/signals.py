"""What rooms above hear about outgoing mail."""

from django.dispatch import Signal

# A second person let a large mailing go: mailing, by, at.
mailing_released = Signal()

# A message came back as undeliverable: mail, reason, at. Sent in the transaction that marked it.
mail_bounced = Signal()

# A message came to the address for returned mail that is no delivery report: subject, at.
other_mail_came_back = Signal()
