;;; session.el --- An Eglot session in batch, for test_emacs.py -*- lexical-binding: t; -*-

;; Prints one line a step, "ok STEP"; an error ends Emacs with status 255.  Batch has neither a command loop nor idle
;; timers, so what those would do (connect, tell of changes) is done here by name.

;;; Code:

(require 'cl-lib)
(require 'flymake)
(require 'plx-mode)

(defvar session-opened nil "The URL that was handed to the browser.")

(setq native-comp-jit-compilation nil
      eglot-sync-connect 20
      eglot-confirm-server-edits nil
      eglot-events-buffer-config '(:size 0)
      browse-url-handlers '(("" . (lambda (url &rest _) (setq session-opened url)))))

(defmacro session-step (name &rest body)
  "Do BODY and print NAME."
  (declare (indent 1))
  `(progn ,@body (princ (format "ok %s\n" ,name))))

(defun session-wait (what predicate)
  "Wait until PREDICATE gives something; gives that, or raises that WHAT did not come."
  (let ((end (+ (float-time) 20)) value)
    (while (and (not (setq value (funcall predicate))) (< (float-time) end))
      (accept-process-output nil 0.05))
    (or value (error "Waited in vain: %s" what))))

(defun session-open (name)
  "Visit the file NAME and connect it to the server."
  (find-file name)
  (cl-assert (eq major-mode 'plx-mode))
  (unless (eglot-current-server) (apply #'eglot (eglot--guess-contact)))
  (session-wait "a server" #'eglot-current-server))

(defun session-faults ()
  "What is said of this buffer."
  (flymake-start)
  (mapconcat #'flymake-diagnostic-text (flymake-diagnostics) "\n"))

(defun session-changed ()
  "Tell the server of edits."
  (eglot--signal-textDocument/didChange))

(defun session-go (text)
  "Put point behind TEXT."
  (goto-char (point-min))
  (search-forward text))

(session-step "faults"
  (session-open "broken.plx")
  (session-wait "faults" (lambda () (string-match-p "is no preset" (session-faults)))))

(session-step "fix"
  (session-go "base_imgg")
  (let ((fix (cl-find-if (lambda (action) (string-match-p "base_img_gen" (plist-get action :title)))
                         (eglot-code-actions (point)))))
    (eglot-execute (eglot-current-server) fix))
  (session-changed)
  (session-go "img_gen = \"base_img_gen\"")
  (session-wait "no such fault" (lambda () (not (string-match-p "is no preset" (session-faults))))))

(session-step "completion"
  (session-open "car.plx")
  (session-go "aspect_ratio = \"")
  (let* ((found (run-hook-with-args-until-success 'completion-at-point-functions))
         (all (mapcar #'substring-no-properties (all-completions "" (nth 2 found)))))
    (cl-assert (cl-some (lambda (one) (string-match-p "21:9" one)) all))))

(session-step "hover"
  (let ((answer (jsonrpc-request (eglot-current-server) :textDocument/hover (eglot--TextDocumentPositionParams))))
    (cl-assert (string-match-p "aspect_ratio" (format "%S" answer)))))

(session-step "rename"
  (session-open "logo.plx")
  (session-open "car.plx")
  (session-go "CarImag")
  (eglot-rename "CarPicture")
  (session-go "output = \"CarPicture\"")
  (with-current-buffer "logo.plx" (session-go "cars.CarPicture"))
  (save-some-buffers t))

(session-step "colours"
  (font-lock-ensure)
  (session-go "[pipe.draw")
  (cl-assert (memq 'font-lock-function-name-face (ensure-list (get-text-property (1- (point)) 'face)))))

(session-step "pipe at point"
  (cl-assert (equal (plx--choose) "draw_car")))

(session-step "preview"
  (session-changed)
  (plx-preview)
  (princ (format "opened %s\n" (session-wait "its image" (lambda () session-opened)))))

(dolist (buffer (buffer-list))
  (with-current-buffer buffer (set-buffer-modified-p nil)))
(eglot-shutdown-all)
(kill-emacs 0)

;;; session.el ends here
