"""The role of web and workers can ask, answer and hand on, and rewrite nothing that was said."""

from __future__ import annotations

import pytest
from django.db import Error, connection, transaction

from policies.questions import answering, handing_on, publishing
from policies.questions.models import AskedBefore, Question
from tests.cast import call_the_cast
from tests.factories.asking import answered, asked
from tests.factories.policies import published
from tests.freezing.portal_role import as_portal_role


@pytest.mark.django_db(transaction=True)
def test_a_question_lives_its_whole_life_as_the_portal_s_role():
    cast = call_the_cast()
    version = published("529", "Staff Use of Social Media")
    with as_portal_role():
        question = answered(asked(version, by=cast.lou))
        row = publishing.publish(question, asked="May one?", answer="Yes.", by=cast.polly)
        publishing.withdraw(row, reason="Not any more.", by=cast.polly)
        handing_on.hand_on(question, to="owner", note="Please.", by=cast.pat)
        assert answering.close(question, by=cast.lou).state == "closed"
        for change in (
            "UPDATE questions_question SET text = 'Other'",
            "UPDATE questions_entry SET text = 'Other'",
            "UPDATE questions_askedbefore SET answer = 'Other'",
            "DELETE FROM questions_entry",
        ):
            with pytest.raises(Error, match="permission denied"), transaction.atomic():
                connection.cursor().execute(change)
    assert Question.objects.count() == AskedBefore.objects.count() == 1
