"""Below ``/<language>/accounts/``, before allauth's own addresses."""

from django.urls import path

from jisr.accounts.views import account, invitation, people, protection

app_name = "accounts"
urlpatterns = [
    path("", account.overview, name="overview"),
    path("own-data/", account.own_data, name="own-data"),
    path("own-data/jisr.zip", account.own_data_zip, name="own-data-zip"),
    path("erase/", account.erase, name="erase"),
    path("erased/", account.erased, name="erased"),
    path("sessions/<int:pk>/end/", account.end_other_session, name="session-end"),
    path("invitation/<str:token>/", invitation.invitation, name="invitation"),
    path("people/", people.people, name="people"),
    path("people/invite/", people.invite_staff, name="invite"),
    path("people/<uuid:public_id>/", people.person, name="person"),
    path("people/<uuid:public_id>/grant/", people.person_grant, name="person-grant"),
    path("people/<uuid:public_id>/revoke/", people.person_revoke, name="person-revoke"),
    path("people/<uuid:public_id>/second-factor/", people.person_reset, name="person-reset"),
    path("data-protection/", protection.data_protection, name="data-protection"),
]
