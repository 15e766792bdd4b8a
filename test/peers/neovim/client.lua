-- Opens a script in Neovim with the language server, and writes what the server says of it to $ANSWERS (JSON).
local script, answers = vim.env.SCRIPT, vim.env.ANSWERS
vim.cmd('edit ' .. vim.fn.fnameescape(script))
local buffer = vim.api.nvim_get_current_buf()
vim.bo[buffer].filetype = 'smtp'

local published = false
local client = vim.lsp.start_client({
  name = 'mailwright',
  cmd = { vim.env.NODE, vim.env.MAILWRIGHT, 'language-server' },
  root_dir = vim.fn.fnamemodify(script, ':h'),
  handlers = {
    ['textDocument/publishDiagnostics'] = function(...)
      vim.lsp.diagnostic.on_publish_diagnostics(...)
      published = true
    end,
  },
})
vim.lsp.buf_attach_client(buffer, client)

local function ask(method, line, character)
  local params = { textDocument = { uri = vim.uri_from_bufnr(buffer) }, position = { line = line, character = character } }
  local replies = vim.lsp.buf_request_sync(buffer, method, params, 10000)
  return replies and replies[client] and (replies[client].result or replies[client].error)
end

vim.wait(20000, function() return published end, 10)
local said = {
  published = published,
  problems = vim.tbl_map(function(one)
    return { line = one.lnum, code = one.code or one.user_data.lsp.code, message = one.message }
  end, vim.diagnostic.get(buffer)),
  hover = ask('textDocument/hover', 1, 4),
  completion = ask('textDocument/completion', 3, 3),
}
vim.fn.writefile({ vim.fn.json_encode(said) }, answers)
vim.lsp.stop_client(client)
vim.cmd('qall!')
