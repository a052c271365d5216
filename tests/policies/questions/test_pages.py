"""The pages: asked from the policy and from where one signs, answered, handed on, published."""

from __future__ import annotations

import pytest
from django.urls import reverse

from district_portal.audit import events
from policies import keeping
from policies.acknowledgments.models import Assignment
from policies.questions import answering, asking, publishing
from policies.questions.models import AskedBefore, Question
from tests.factories.acknowledgments import cost, required, sign_in
from tests.factories.asking import answered, asked
from tests.factories.policies import published

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(cast):
    return published("529", "Staff Use of Social Media", clauses=["Be kind.", "Ask first."])


@pytest.fixture
def question(cast, version):
    return asked(version, by=cast.lou)


def text_of(client, person, address):
    answer = sign_in(client, person).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def ask_url(version, query=""):
    return reverse("questions:ask", args=[version.policy.slug, version.number]) + query


def url(name, thing):
    return reverse(f"questions:{name}", args=[thing.pk])


def test_each_clause_of_a_policy_leads_to_a_question_about_it(client, cast, version):
    text = text_of(client, cast.lou, version.policy.get_absolute_url())
    key = version.clauses.last().key
    assert f'href="{ask_url(version)}?clause={key}"' in text
    assert "about clause 2" in text
    page = text_of(client, cast.lou, ask_url(version, f"?clause={key}"))
    assert f'<option value="{key}" selected>' in page
    assert "It goes to Pat Novak." in page


def test_guests_and_older_versions_offer_no_question(client, cast, version):
    published("529", "Staff Use of Social Media", clauses=["Be kinder.", "Ask first."])
    older = text_of(client, cast.lou, version.get_absolute_url())
    client.logout()
    guest = client.get(version.policy.get_absolute_url()).content.decode()
    assert "ask-link" not in older + guest


def test_a_question_is_sent_and_sent_twice_is_one(client, cast, version):
    key = version.clauses.first().key
    sign_in(client, cast.lou)
    for _ in range(2):
        answer = client.post(ask_url(version), {"clause": key, "text": "Why?"}, follow=True)
    assert "Your question is with Pat Novak." in answer.content.decode()
    question = Question.objects.get()
    assert (question.clause.key, question.text, question.asker) == (key, "Why?", cast.lou)


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"text": ""}, "Write what you want to know"),
        ({"text": "x" * (asking.LONGEST + 1)}, "Write at most 2000 characters"),
        ({"text": "Why?", "clause": "nothing"}, "Choose a clause of this version"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(client, cast, version, sent, words):
    text = sign_in(client, cast.lou).post(ask_url(version), sent).content.decode()
    assert text.count(words) >= 2, "in the summary and beside the field"
    assert not Question.objects.exists()


def test_where_one_signs_a_question_leaves_the_task_open(client, cast, version):
    required(version)
    task = version.assignments.get(person=cast.lou)
    page = reverse("acknowledgments:sign", args=[task.pk])
    text = text_of(client, cast.lou, page)
    assert f"{ask_url(version)}?task={task.pk}" in text
    assert "its due date runs on" in text
    address = ask_url(version, f"?task={task.pk}")
    assert "Your task stays open" in text_of(client, cast.lou, address)
    answer = client.post(address, {"text": "May I?"}, follow=True)
    assert answer.redirect_chain == [(f"{page}#questions", 302)]
    text = answer.content.decode()
    assert "Your task to sign stays open, and its due date runs on." in text
    assert "Your question about 529" in text
    assert "with Pat Novak" in text
    after = Assignment.objects.get(pk=task.pk)
    assert (after.ended_at, after.due_on) == (None, task.due_on)


def test_the_answer_stands_at_the_clause_where_it_was_asked_and_leads_back(client, cast, version):
    required(version)
    task = version.assignments.get(person=cast.lou)
    page, clause = reverse("acknowledgments:sign", args=[task.pk]), version.clauses.last()
    sign_in(client, cast.lou)
    typed = {"clause": clause.key, "text": "Whom must I ask?"}
    answer = client.post(ask_url(version, f"?task={task.pk}"), typed, follow=True)
    spot = f"{page}#c{clause.path}"
    assert answer.redirect_chain == [(spot, 302)]
    beside = client.get(page).content.decode().partition(f'id="c{clause.path}"')[2]
    assert "Whom must I ask?" in beside.partition("</details>")[0]
    question = Question.objects.get()
    answered(question)
    beside = client.get(page).content.decode().partition(f'id="c{clause.path}"')[2]
    told = beside.partition("</details>")[0]
    assert question.entries.get(what="answered").text in told
    address = f"{question.get_absolute_url()}?task={task.pk}"
    assert address in told
    text = client.get(address).content.decode()
    assert f'href="{spot}"' in text
    assert text.count("That answers it") == 1
    assert text.index("That answers it") < text.index('id="write"')
    assert "Back to reading and signing" not in text_of(client, cast.pat, address)


def test_what_was_asked_before_stands_where_one_signs_too(client, cast, version, question):
    required(version)
    answered(question)
    publishing.publish(question, asked="From home?", answer="Yes, you may.", by=cast.polly)
    task = version.assignments.get(person=cast.lou)
    text = text_of(client, cast.lou, reverse("acknowledgments:sign", args=[task.pk]))
    assert "Asked before:" in text
    assert "Yes, you may." in text


def test_a_sheet_on_paper_is_asked_for_and_handed_over(client, cast, version):
    address = reverse("questions:paper", args=["529", 1])
    text_of(client, cast.lou, address)
    for _ in range(2):
        client.post(address, {"text": ""})
    sheet = Question.objects.get()
    assert sheet.is_paper
    for person in (cast.pat, cast.hana):
        assert "The sheet is handed over" in text_of(client, person, sheet.get_absolute_url())
        assert "asks to sign 529 on paper" in text_of(client, person, "/")
    assert "Print the sheet" in text_of(client, cast.hana, sheet.get_absolute_url())
    client.post(url("hand_over", sheet))
    sheet.refresh_from_db()
    assert sheet.state == "closed"
    assert "noted that the sheet was handed over" in text_of(
        client, cast.lou, sheet.get_absolute_url()
    )


def test_the_question_waits_on_my_tasks_until_it_is_answered(client, cast, version, question):
    mine, theirs = text_of(client, cast.lou, "/"), text_of(client, cast.pat, "/")
    assert "Question about 529, clause 1" in mine
    assert "With Pat Novak" in mine
    assert "Lou Berg asks about 529, clause 1" in theirs
    assert 'My tasks <span class="count">1<' in theirs
    answered(question)
    assert "Your question about 529, clause 1 is answered" in text_of(client, cast.lou, "/")
    assert "asks about" not in text_of(client, cast.pat, "/")
    answering.close(question, by=cast.lou)
    assert "Your question about" not in text_of(client, cast.lou, "/")


def test_many_questions_are_one_row_more(client, cast, version):
    for number in range(8):
        asked(version, by=cast.lou, text=f"Number {number}?")
    assert "3 more questions to answer" in text_of(client, cast.pat, "/")
    assert "3 more questions" in text_of(client, cast.lou, "/")


def test_it_is_answered_and_closed_on_its_page(client, cast, question):
    page = question.get_absolute_url()
    assert "Send the answer" in text_of(client, cast.pat, page)
    answer = client.post(page, {"text": "Yes."}, follow=True).content.decode()
    assert "Your answer is sent to Lou Berg." in answer
    assert "That answers it" in text_of(client, cast.lou, page)
    client.post(url("close", question))
    client.post(url("close", question))
    assert "Writing opens it anew" in text_of(client, cast.lou, page)
    client.post(page, {"text": "And on Sundays?"})
    question.refresh_from_db()
    assert question.state == "open"


def test_an_empty_answer_is_refused_beside_the_field(client, cast, question):
    page = question.get_absolute_url()
    text = sign_in(client, cast.pat).post(page, {"text": " "}).content.decode()
    assert text.count("Write your answer") >= 2
    assert "That answers it" not in text


def test_what_was_typed_after_it_was_handed_on_is_kept_and_said(client, cast, question):
    sign_in(client, cast.pat).post(
        url("hand_on", question), {"to": "administrator", "note": "Ask Ada."}
    )
    text = client.post(question.get_absolute_url(), {"text": "Too late"}).content.decode()
    assert "Somebody else has this question in hand by now." in text
    assert "Too late</textarea>" in text
    assert question.entries.filter(what="answered").count() == 0


def test_it_is_handed_on_with_a_note_and_whoever_asked_sees_to_whom(client, cast, question):
    address = url("hand_on", question)
    text = text_of(client, cast.pat, address)
    assert "Polly Hart (Owner of the policy)" in text
    assert "Ada Lindqvist (District Administrator)" in text
    text = client.post(address, {}).content.decode()
    assert "Choose who should have it" in text
    assert "Say in a few words why you hand it on" in text
    answer = client.post(address, {"to": "owner", "note": "It is hers."}, follow=True)
    assert "It is with Polly Hart now." in answer.content.decode()
    text = text_of(client, cast.lou, question.get_absolute_url())
    assert "Pat Novak handed it on to Polly Hart" in text
    assert "It is hers." in text
    assert client.post(address, {"to": "owner", "note": "Again."}).status_code == 404


def test_who_sees_a_question(client, cast, version, question):
    page = question.get_absolute_url()
    may = {"lou", "pat", "polly"}
    for name, person in cast.people().items():
        if person.is_active:
            status = sign_in(client, person).get(page).status_code
            assert status == (200 if name in may else 404), name
    keeping.keep(
        version.policy, by=None, owner=cast.tom, series="", review_every=None, is_public=True
    )
    assert sign_in(client, cast.tom).get(page).status_code == 200
    assert sign_in(client, cast.tom).post(page, {"text": "Hi"}).status_code == 200
    assert question.entries.count() == 1, "whoever does not have it in hand does not answer"


def test_the_page_says_that_the_clause_was_changed_since(client, cast, version, question):
    page = question.get_absolute_url()
    published("529", "Staff Use of Social Media", clauses=["Be kind.", "Ask twice."])
    assert "changed since" not in text_of(client, cast.lou, page)
    published("529", "Staff Use of Social Media", clauses=["Be very kind.", "Ask twice."])
    text = text_of(client, cast.lou, page)
    assert "The text was changed since" in text
    assert reverse("policies:changes", args=["529", 3, 1]) in text
    published("529", "Staff Use of Social Media", clauses=["Ask twice."])
    assert "The clause is gone since" in text_of(client, cast.lou, page)


def test_the_policy_administrator_sees_all_that_was_asked_by_clause(client, cast, version):
    asked(version, by=cast.lou)
    answered(asked(version, by=cast.val))
    asked(version, by=cast.gus, place=None, text="For drivers?")
    address = reverse("questions:of_policy", args=["529"])
    text = text_of(client, cast.polly, address)
    assert "2 questions, 1 open" in text
    assert "The policy as a whole" in text
    assert "For drivers?" in text
    key = version.clauses.first().key
    assert "For drivers?" not in text_of(client, cast.polly, f"{address}?clause={key}")
    assert "For drivers?" in text_of(client, cast.polly, f"{address}?clause=whole")
    assert "May I post" not in text_of(client, cast.polly, f"{address}?clause=whole&state=open")
    assert "No question matches" in text_of(client, cast.polly, f"{address}?state=closed")
    assert sign_in(client, cast.ada).get(address).status_code == 404
    assert "2 open" in text_of(client, cast.polly, version.policy.get_absolute_url())


def test_the_answer_is_published_beside_the_clause_and_withdrawn(client, cast, version, question):
    address = url("publish", question)
    assert sign_in(client, cast.pat).get(address).status_code == 404
    sign_in(client, cast.polly).post(address, {"asked": "From home?", "answer": "Yes."})
    assert not AskedBefore.objects.exists(), "it has no answer yet"
    answered(question)
    text = client.post(address, {"asked": "Berg asked", "answer": ""}).content.decode()
    assert "Write the answer" in text
    text = client.post(address, {"asked": "Lou Berg asked", "answer": "Yes"}).content.decode()
    assert "Leave out the name of whoever asked" in text
    for _ in range(2):
        client.post(address, {"asked": "From home?", "answer": "Yes, you may."})
    row = AskedBefore.objects.get()
    text = text_of(client, cast.gus, version.policy.get_absolute_url())
    assert "From home?" in text
    assert "Yes, you may." in text
    away = url("withdraw", row)
    assert "Say why you withdraw it" in sign_in(client, cast.polly).post(away, {}).content.decode()
    client.post(away, {"reason": "It was wrong."})
    assert "From home?" not in text_of(client, cast.gus, version.policy.get_absolute_url())
    assert "It was wrong." in text_of(client, cast.polly, question.get_absolute_url())


def test_lists_are_filtered_and_empty_ones_say_what_to_do(client, cast, version, question):
    address = reverse("questions:list")
    assert "You asked nothing so far" in text_of(client, cast.gus, address)
    assert "529, clause 1" in text_of(client, cast.lou, address)
    assert "529, clause 1" in text_of(client, cast.pat, f"{address}?which=hand&state=open")
    assert "No question matches" in text_of(client, cast.pat, f"{address}?which=mine")
    assert "You asked nothing so far" in text_of(client, cast.polly, address)
    assert "529, clause 1" in text_of(client, cast.polly, f"{address}?which=all")
    assert text_of(client, cast.lou, f"{address}?which=nonsense&state=%00")


def test_what_was_typed_survives_a_lapse_of_the_sign_in(client, cast, version, question):
    for page, field in ((ask_url(version), "text"), (question.get_absolute_url(), "text")):
        client.logout()
        sent = {"as": cast.lou.pk, field: "Typed before the lapse"}
        assert "/accounts/login/" in client.post(page, sent).url
        session = client.session
        kept = session["questions_typed"]
        sign_in(client, cast.lou)
        session = client.session
        session["questions_typed"] = kept
        session.save()
        text = client.get(page).content.decode()
        assert "Typed before the lapse" in text
        assert "Nothing was lost" in text


def test_somebody_else_at_the_same_device_does_not_find_it(client, cast, version):
    page = ask_url(version)
    client.post(page, {"as": cast.lou.pk, "text": "Only Lou reads this"})
    kept = client.session["questions_typed"]
    sign_in(client, cast.gus)
    session = client.session
    session["questions_typed"] = kept
    session.save()
    assert "Only Lou reads this" not in client.get(page).content.decode()


def test_the_words_of_a_question_are_in_no_event(cast, question):
    answering.write(question, "A secret answer", by=cast.pat)
    told = " ".join(f"{event.object} {event.before} {event.after}" for event in events())
    assert "secret" not in told
    assert "from home" not in told


@pytest.mark.parametrize("name", ["list", "of_policy", "question", "policy"])
def test_pages_cost_the_same_with_many_rows(client, cast, version, question, name):
    answered(question)
    addresses = {
        "list": reverse("questions:list") + "?which=all",
        "of_policy": reverse("questions:of_policy", args=["529"]),
        "question": question.get_absolute_url(),
        "policy": version.policy.get_absolute_url(),
    }
    sign_in(client, cast.polly)
    few = cost(client, addresses[name])
    for number in range(20):
        more = answered(asked(version, by=cast.lou, text=f"Number {number}?"))
        publishing.publish(more, asked=f"{number}?", answer="Yes.", by=cast.polly)
        answering.write(question, f"Number {number}.", by=cast.pat)
    assert cost(client, addresses[name]) == few
    assert few <= 12
