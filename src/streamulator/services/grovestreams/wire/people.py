"""Users, organizations, and the answers to logging in."""

from __future__ import annotations

from collections.abc import Iterable

from streamulator.core.messages import Json
from streamulator.services.grovestreams.model.access import Member, User
from streamulator.services.grovestreams.model.organization import Organization


def show_login(user: User, organizations: Iterable[Organization], session: str) -> Json:
    """Show who has logged in, and into which organizations the session leads."""
    return {
        "message": "Login succeeded.",
        "organization": [{"uid": one.uid, "name": one.name, "type": "organization"} for one in organizations],
        "userFirstName": user.first_name,
        "userUid": user.uid,
        "userLastName": user.last_name,
        "sessionUid": session,
        "success": True,
    }


def show_organization(organization: Organization) -> Json:
    """Show what an organization has told of itself."""
    return {
        "uid": organization.uid,
        "signupDate": organization.signed_up,
        "address": dict(organization.address),
        "name": organization.name,
        "contact": [],
    }


def show_member(member: Member) -> Json:
    """Show a user's part in an organization; the one role stands for all three that the vendor knows."""
    return {
        "uid": member.user.uid,
        "affiliation": member.affiliation,
        "isOwner": member.owner,
        "compStudioRole": member.role,
        "compRole": member.role,
        "contentRole": member.role,
        "fullName": member.user.full_name,
    }
