[pipe.write]
type = "PipeLLM"
system_prompt = "You know $brand.name, and \"quotes\"."
prompt = """
@brief
@?style
A price of $10 is no variable, $amount. is one.
{# a note #}
{% for colour in colours if colour != "red" %}
- {{ colour|upper }} {{- 3.5 -}}
{% endfor %}
"""
prompt_template = '''
literal \n $variable
'''
description = """
Not a template: $variable stays text. An escape: \u00e9, and a wrong one: \q"""""
after = true
