from django import template

from district_portal.help.writing import in_words

register = template.Library()
register.filter("in_words", in_words)
