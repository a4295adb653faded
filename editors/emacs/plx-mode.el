;;; plx-mode.el --- PLX image pipes, served by plx-lsp through Eglot -*- lexical-binding: t; -*-

;; Version: 0.1.0
;; Package-Requires: ((emacs "29.1"))
;; Keywords: languages, tools

;;; Commentary:

;; A mode for .plx files: TOML with what PLX adds in colour, and the language server.
;;
;;     (require 'plx-mode)
;;     (add-hook 'plx-mode-hook #'eglot-ensure)
;;
;; `plx-run' and `plx-preview' (C-c C-r, C-c C-p) run the pipe at point.  Inputs are read from FILE.inputs.toml, which
;; the server makes and shows where it is missing; finished images are shown by `browse-url'.

;;; Code:

(require 'conf-mode)
(require 'eglot)

(defgroup plx nil
  "PLX image pipes."
  :group 'languages)

(defcustom plx-server-command '("plx" "lsp")
  "The program that serves PLX files, and its arguments."
  :type '(repeat string))

(defcustom plx-trusted t
  "Whether pipes may run.  A run reads keys and costs money.
Set it to nil before you open the work of others."
  :type 'boolean)

(defvar plx-mode-font-lock-keywords
  `(("^\\s-*\\[\\s-*\\(pipe\\|concept\\)\\_>" 1 'font-lock-keyword-face t)
    ("^\\s-*\\[\\s-*pipe\\s-*\\.\\s-*\\([[:alnum:]_-]+\\)" 1 'font-lock-function-name-face t)
    ("^\\s-*\\[\\s-*concept\\s-*\\.\\s-*\\([[:alnum:]_-]+\\)" 1 'font-lock-type-face t)
    ("\\_<type\\s-*=\\s-*\\([\"']Pipe[[:alnum:]]*[\"']\\)" 1 'font-lock-builtin-face t)
    (,(concat (regexp-opt '("output" "refines" "concept_ref" "item_concept_ref" "combined_output") 'symbols)
              "\\s-*=\\s-*\\(\"[^\"\n]*\"\\|'[^'\n]*'\\)")
     2 'font-lock-type-face t)
    (,(concat (regexp-opt '("img_gen" "imgg_handle" "img_gen_handle" "model" "llm" "llm_handle") 'symbols)
              "\\s-*=\\s-*\\(\"[^\"\n]*\"\\|'[^'\n]*'\\)")
     2 'font-lock-constant-face t)
    ("{{[^}\n]*}}" 0 'font-lock-variable-name-face t))
  "Colours that PLX adds to TOML.")

(defvar plx-mode-map
  (let ((map (make-sparse-keymap)))
    (define-key map (kbd "C-c C-r") #'plx-run)
    (define-key map (kbd "C-c C-p") #'plx-preview)
    (define-key map (kbd "C-c C-k") #'plx-cancel)
    map)
  "Keys of `plx-mode'.")

;;;###autoload
(define-derived-mode plx-mode conf-toml-mode "PLX"
  "Major mode for PLX image pipes."
  (font-lock-add-keywords nil plx-mode-font-lock-keywords 'append))

;;;###autoload
(add-to-list 'auto-mode-alist '("\\.plx\\'" . plx-mode))

(defun plx--contact (&optional _interactive _project)
  "How Eglot starts the server."
  (append plx-server-command
          (list :initializationOptions (list :trusted (if plx-trusted t :json-false)))))

(add-to-list 'eglot-server-programs '(plx-mode . plx--contact))

(defun plx--server ()
  "The server of this buffer, or an error that says how to get one."
  (or (eglot-current-server) (user-error "No PLX server here: M-x eglot starts it")))

(defun plx--uri ()
  "The URI of this buffer's file, as the server knows it."
  (plist-get (eglot--TextDocumentIdentifier) :uri))

(defun plx--pipes ()
  "The image pipes of this buffer, as the server tells them."
  (append (jsonrpc-request (plx--server) :plx/pipes (list :uri (plx--uri))) nil))

(defun plx--at-point (pipes)
  "The one of PIPES that point is in, or nil."
  (seq-find (lambda (pipe)
              (let ((region (eglot-range-region (plist-get pipe :range))))
                (<= (car region) (point) (cdr region))))
            pipes))

(defun plx--choose ()
  "The name of the pipe at point, or of one that the user picks."
  (let* ((pipes (or (plx--pipes) (user-error "There is no image pipe in this file")))
         (here (or (plx--at-point pipes) (and (null (cdr pipes)) (car pipes)))))
    (if here
        (plist-get here :pipe)
      (completing-read "Pipe: " (mapcar (lambda (pipe) (plist-get pipe :pipe)) pipes) nil t))))

(defun plx--command (command argument)
  "Have the server carry out COMMAND with ARGUMENT, a plist or nil.
What comes of it the server tells: progress, messages, images."
  (jsonrpc-async-request
   (plx--server) :workspace/executeCommand
   (list :command command :arguments (vector (or argument eglot--{})))
   :success-fn #'ignore
   :error-fn (lambda (problem) (message "PLX: %s" (plist-get problem :message)))
   :timeout nil))

(defun plx--start (command)
  "Save the buffer and start COMMAND for a pipe."
  (let ((pipe (plx--choose)))
    ;; The runtime reads the file.
    (when (buffer-modified-p) (save-buffer))
    (plx--command command (list :uri (plx--uri) :pipe pipe))))

(defun plx-run ()
  "Run the pipe at point: buys its images."
  (interactive nil plx-mode)
  (plx--start "plx.run"))

(defun plx-preview ()
  "Draw a preview of the pipe at point: costs nothing."
  (interactive nil plx-mode)
  (plx--start "plx.preview"))

(defun plx-cancel ()
  "Cancel every run of this server."
  (interactive nil plx-mode)
  (plx--command "plx.cancel" nil))

(provide 'plx-mode)
;;; plx-mode.el ends here
