"""The parts that a page's text is made of."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

TEXT_FEATURES = ["h2", "h3", "bold", "link", "ol", "ul"]
INLINE_FEATURES = ["bold", "link", "ol", "ul"]


class StepBlock(blocks.StructBlock):
    """One step on a way that has an order."""

    title = blocks.CharBlock(label=_("Step"), max_length=120)
    text = blocks.RichTextBlock(label=_("Text"), features=INLINE_FEATURES)


class QuestionBlock(blocks.StructBlock):
    """One question with its answer."""

    question = blocks.CharBlock(label=_("Question"), max_length=200)
    answer = blocks.RichTextBlock(label=_("Answer"), features=INLINE_FEATURES)


class NoticeBlock(blocks.StructBlock):
    """A short remark that stands out."""

    tone = blocks.ChoiceBlock(
        label=_("Kind"),
        choices=[("info", _("Information")), ("good", _("Good news")), ("waiting", _("Please note"))],
        default="info",
    )
    title = blocks.CharBlock(label=_("Title"), max_length=120, required=False)
    text = blocks.TextBlock(label=_("Text"))


class BodyBlock(blocks.StreamBlock):
    """The text of a page, part by part."""

    text = blocks.RichTextBlock(
        label=_("Text"), features=TEXT_FEATURES, icon="pilcrow", template="content/blocks/text.html"
    )
    steps = blocks.ListBlock(StepBlock(), label=_("Steps"), icon="list-ol", template="content/blocks/steps.html")
    faq = blocks.ListBlock(
        QuestionBlock(), label=_("Questions and answers"), icon="help", template="content/blocks/faq.html"
    )
    notice = NoticeBlock(label=_("Notice"), icon="warning", template="content/blocks/notice.html")
