"""How often a story was read and answered, as pages count it beside each: words in four languages.

They are compared in small letters without accents (see `folding.bare`).
"""

from __future__ import annotations

COUNTED = (
    r"(?:views?|vistas?|vues?|likes?|shares?|me gusta|comments?|comentarios?|commentaires?|reply|replies|responses?"
    r"|respuestas?|respostas?|reponses?)"
)
UNANSWERED = (
    r"(?:(?:no|sin|aucun|nenhum|sem|pas de) (?:comments?|comentarios?|commentaires?)"
    r"|(?:leave|add|write|post) (?:a )?(?:new )?(?:comment|reply)"
    r"|(?:dej[ae]|anadir|agregar) (?:una? )?(?:nuevo |nueva )?(?:comentario|respuesta)"
    r"|(?:laisser|ajouter) (?:une? )?(?:nouveau |nouvelle )?(?:commentaire|reponse)"
    r"|(?:deixe|adicionar) (?:uma? )?(?:novo |nova )?(?:comentario|resposta))"
)
