"""The editors' rights: all three trees, with publishing and translating."""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.db.models import Q
from wagtail.models import GroupPagePermission, Page

GROUPS = ("Editors", "Moderators")
_PAGE_RIGHTS = ("add_page", "change_page", "publish_page")
_MODERATOR_RIGHTS = ("bulk_delete_page", "lock_page", "unlock_page")
_OTHER_RIGHTS = Q(content_type__app_label="wagtailadmin", codename="access_admin")
_OTHER_RIGHTS |= Q(content_type__app_label="wagtail_localize", codename="submit_translation")
_OTHER_RIGHTS |= Q(content_type__app_label="content", codename__in=["view_feedback", "change_feedback"])


def open_desk(homes: Iterable[Page]) -> None:
    """Give both groups their rights on new trees and on nothing above. Rights that were changed since stay so."""
    homes = list(homes)
    if not homes:
        return
    others = list(Permission.objects.filter(_OTHER_RIGHTS))
    for name in GROUPS:
        group, _created = Group.objects.get_or_create(name=name)
        group.permissions.add(*others)
        GroupPagePermission.objects.filter(group=group, page__depth=1).delete()
        rights = _PAGE_RIGHTS + (_MODERATOR_RIGHTS if name == "Moderators" else ())
        permissions = list(Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=rights))
        GroupPagePermission.objects.bulk_create(
            GroupPagePermission(group=group, page=home, permission=permission)
            for home in homes
            for permission in permissions
        )
