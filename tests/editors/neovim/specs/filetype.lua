-- `.plx` is PLX, unless its text is Perl; colours for what PLX adds to TOML.

local spec = require('spec')

local function filetype_of(...)
  local path = vim.fn.tempname() .. '.plx'
  vim.fn.writefile({ ... }, path)
  vim.cmd.edit(path)
  return vim.bo.filetype
end

local function groups_of(line)
  vim.cmd.enew({ bang = true })
  vim.bo.filetype = 'plx'
  vim.api.nvim_buf_set_lines(0, 0, -1, false, vim.split(line, '\n'))
  vim.cmd('syntax sync fromstart')
  local found = {}
  for row = 1, vim.fn.line('$') do
    local text, last, start = vim.fn.getline(row), '', 1
    for column = 1, #text + 1 do
      local group = column <= #text and vim.fn.synIDattr(vim.fn.synID(row, column, 1), 'name') or ''
      if group ~= last then
        if vim.startswith(last, 'plx') then
          table.insert(found, { last:sub(4), text:sub(start, column - 1) })
        end
        last, start = group, column
      end
    end
  end
  return found
end

spec.it('a pipe is PLX', function()
  spec.equal(filetype_of('# a comment', '[pipe.a]'), 'plx')
  spec.equal(filetype_of('domain = "a"'), 'plx')
end)

spec.it('an empty file is PLX', function()
  spec.equal(filetype_of(''), 'plx')
end)

spec.it('Perl stays Perl', function()
  spec.equal(filetype_of('#!/usr/bin/perl'), 'perl')
  spec.equal(filetype_of('# a comment', 'use strict;', 'my $x = 1;'), 'perl')
  spec.equal(filetype_of('package Shop::Cart;'), 'perl')
end)

spec.it('Perl inside a prompt does not make a pipe Perl', function()
  spec.equal(filetype_of('[pipe.a]', 'prompt = """', 'use strict;', '"""'), 'plx')
end)

spec.it('comments are written with #', function()
  filetype_of('[pipe.a]')
  spec.equal(vim.bo.commentstring, '# %s')
end)

spec.it('headers show what they declare', function()
  spec.equal(groups_of('[pipe.draw_car]'), {
    { 'Header', '[' },
    { 'HeaderKind', 'pipe' },
    { 'Header', '.' },
    { 'PipeName', 'draw_car' },
    { 'Header', ']' },
  })
  spec.equal(groups_of('[concept.Car]')[4], { 'ConceptName', 'Car' })
end)

spec.it('values show what they name', function()
  spec.equal(groups_of('type = "PipeImgGen"'), { { 'PipeType', '"PipeImgGen"' } })
  spec.equal(groups_of('output = "Image"'), { { 'Concept', '"Image"' } })
  spec.equal(groups_of('img_gen = "flux-pro"'), { { 'Model', '"flux-pro"' } })
  spec.equal(groups_of('{ pipe = "draw" }'), { { 'Pipe', '"draw"' } })
end)

spec.it('inputs show names and concepts', function()
  local groups = groups_of('inputs = { prompt = "images.ImgGenPrompt" }')
  spec.equal(groups[2], { 'Input', 'prompt' })
  spec.equal(groups[4], { 'InputConcept', '"images.ImgGenPrompt"' })
end)

spec.it('templates show their variables', function()
  local groups = groups_of('prompt = """\nDraw @subject\n{{ style.name }} $10\n"""')
  spec.equal(groups[3], { 'Variable', '@subject' })
  spec.equal(groups[4], { 'Expression', '{{ style.name }}' })
end)

spec.it('a description is no template', function()
  spec.equal(groups_of('description = "costs $amount"'), {})
end)

spec.it('a comment may speak to the checker', function()
  spec.equal(groups_of('# plx: ignore[unused-concept]')[2], { 'Rule', 'unused-concept' })
end)

spec.finish()
