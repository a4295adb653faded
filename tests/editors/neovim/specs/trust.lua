-- Who may run pipes: a setting, a list kept between sessions, a question.

local spec = require('spec')
local task = require('plx.task')
local trust = require('plx.trust')

local FOLDER = vim.fn.tempname()
local INSIDE = FOLDER .. '/pipes'
vim.fn.mkdir(INSIDE, 'p')

local asked = 0

--- Answer the next questions with the item of this place; nil gives up.
local function answer_with(place)
  vim.ui.select = function(items, _, done)
    asked = asked + 1
    done(place and items[place])
  end
end

local function ask()
  local answer
  task.run(function()
    answer = trust.ask(FOLDER)
  end)
  return answer
end

spec.it('a setting decides for all', function()
  vim.g.plx_trusted = true
  spec.equal(trust.is_trusted(FOLDER), true)
  vim.g.plx_trusted = false
  spec.equal(ask(), false)
  spec.equal(asked, 0)
end)

spec.it('a list decides for folders and what lies below them', function()
  vim.g.plx_trusted = { FOLDER }
  spec.equal(trust.is_trusted(INSIDE), true)
  spec.equal(trust.is_trusted(FOLDER .. '-other'), false)
end)

spec.it('without a setting nothing is trusted, and no means no', function()
  vim.g.plx_trusted = nil
  spec.equal(trust.is_trusted(FOLDER), false)
  answer_with(nil)
  spec.equal(ask(), false)
  answer_with(2)
  spec.equal(ask(), false)
  spec.equal(trust.is_trusted(FOLDER), false)
end)

spec.it('a yes is remembered, for what lies below too', function()
  answer_with(1)
  spec.equal(ask(), true)
  spec.equal(trust.is_trusted(INSIDE), true)
  asked = 0
  spec.equal(ask(), true)
  spec.equal(asked, 0)
end)

spec.it('trust can be taken back', function()
  spec.equal(trust.remove(FOLDER), true)
  spec.equal(trust.remove(FOLDER), false)
  spec.equal(trust.is_trusted(FOLDER), false)
end)

spec.it('the server of a project is taken from its .venv only where it is trusted', function()
  local server = require('plx.server')
  local own = FOLDER .. '/.venv/bin/plx'
  vim.fn.mkdir(vim.fs.dirname(own), 'p')
  vim.fn.writefile({ '#!/bin/sh' }, own)
  vim.fn.setfperm(own, 'rwxr-xr-x')
  spec.equal(select(2, server.command(FOLDER)), '$PATH')
  vim.g.plx_trusted = true
  spec.equal(server.command(FOLDER), { own, 'lsp' })
  vim.g.plx = { cmd = { 'elsewhere', 'lsp' } }
  spec.equal(server.command(FOLDER), { 'elsewhere', 'lsp' })
end)

spec.finish()
