-- session
ALTER SESSION SET TIMEZONE = 'UTC';

-- tickets
CREATE TEMPORARY TABLE "helpwright_tickets" AS
SELECT
  'zendesk' AS "source",
  CAST("t29"."id" AS VARCHAR) AS "ticket",
  "t29"."created_at",
  "t29"."updated_at",
  CASE
    WHEN "t29"."status" IN ('solved', 'closed', 'deleted')
    THEN COALESCE("t29"."solved_at", "t29"."updated_at")
    ELSE NULL
  END AS "solved_at",
  "t29"."reopened_at",
  CAST(COALESCE("t29"."reopens", 0) AS INT) AS "reopens",
  CASE
    WHEN "t29"."status" IN ('hold', 'on-hold')
    THEN 'pending'
    WHEN "t29"."status" = 'deleted'
    THEN 'closed'
    ELSE "t29"."status"
  END AS "status",
  COALESCE("t29"."channel", '') AS "channel",
  CASE
    WHEN "t29"."team" IS NOT NULL
    THEN "t29"."team"
    WHEN "t29"."group_id" IS NOT NULL
    THEN CONCAT('team ', CAST("t29"."group_id" AS VARCHAR))
    ELSE ''
  END AS "team",
  CAST("t29"."requester_id" AS VARCHAR) AS "requester",
  CASE
    WHEN "t29"."status" = 'deleted'
    THEN 'deleted'
    WHEN "t29"."spam" = 1
    THEN 'spam'
    WHEN (
      "t29"."merged" = 1
    ) OR (
      "t29"."survivor" IS NOT NULL
    )
    THEN 'merged'
    ELSE 'active'
  END AS "state",
  "t29"."survivor"
FROM (
  SELECT
    "t14"."id",
    "t14"."created_at",
    "t14"."updated_at",
    "t14"."status",
    "t14"."channel",
    "t14"."requester_id",
    "t14"."group_id",
    "t27"."solved_at",
    "t27"."reopened_at",
    "t27"."reopens",
    "t28"."merged",
    "t28"."spam",
    "t22"."survivor",
    "t15"."team"
  FROM (
    SELECT
      "t5"."id",
      "t5"."created_at",
      "t5"."updated_at",
      "t5"."status",
      "t5"."via_channel" AS "channel",
      "t5"."group_id",
      "t5"."requester_id"
    FROM (
      SELECT
        "t0"."ID" AS "id",
        "t0"."CREATED_AT" AS "created_at",
        "t0"."UPDATED_AT" AS "updated_at",
        "t0"."STATUS" AS "status",
        "t0"."VIA_CHANNEL" AS "via_channel",
        "t0"."GROUP_ID" AS "group_id",
        "t0"."REQUESTER_ID" AS "requester_id"
      FROM "zendesk"."TICKET" AS "t0"
    ) AS "t5"
  ) AS "t14"
  LEFT OUTER JOIN (
    SELECT
      "t23"."ticket_id",
      MAX("t23"."solved") AS "solved_at",
      MAX("t23"."reopened") AS "reopened_at",
      COUNT("t23"."reopened") AS "reopens"
    FROM (
      SELECT
        "t19"."ticket_id",
        CASE
          WHEN "t19"."value" IN ('solved', 'closed')
          AND NOT (
            COALESCE("t19"."was" IN ('solved', 'closed'), FALSE)
          )
          THEN "t19"."updated"
          ELSE NULL
        END AS "solved",
        CASE
          WHEN NOT (
            "t19"."value" IN ('solved', 'closed')
          )
          AND COALESCE("t19"."was" IN ('solved', 'closed'), FALSE)
          THEN "t19"."updated"
          ELSE NULL
        END AS "reopened"
      FROM (
        SELECT
          "t16"."field_name",
          "t16"."ticket_id",
          "t16"."updated",
          "t16"."value",
          LAG("t16"."value") OVER (PARTITION BY "t16"."ticket_id" ORDER BY "t16"."updated" ASC, "t16"."value" ASC) AS "was"
        FROM (
          SELECT
            *
          FROM (
            SELECT
              "t2"."FIELD_NAME" AS "field_name",
              "t2"."TICKET_ID" AS "ticket_id",
              "t2"."UPDATED" AS "updated",
              "t2"."VALUE" AS "value"
            FROM "zendesk"."TICKET_FIELD_HISTORY" AS "t2"
          ) AS "t7"
          WHERE
            "t7"."field_name" = 'status'
        ) AS "t16"
      ) AS "t19"
    ) AS "t23"
    GROUP BY
      1
  ) AS "t27"
    ON "t14"."id" = "t27"."ticket_id"
  LEFT OUTER JOIN (
    SELECT
      "t24"."ticket_id",
      MAX("t24"."merged") AS "merged",
      MAX("t24"."spam") AS "spam"
    FROM (
      SELECT
        "t17"."ticket_id",
        "t17"."tags",
        CASE WHEN CONTAINS("t17"."tags", 'closed_by_merge') THEN 1 ELSE 0 END AS "merged",
        CASE
          WHEN CONTAINS(
            CONCAT(
              CONCAT(
                ',',
                REPLACE(REPLACE(REPLACE(REPLACE("t17"."tags", '"', ''), '[', ','), ']', ','), ' ', '')
              ),
              ','
            ),
            ',spam,'
          )
          THEN 1
          ELSE 0
        END AS "spam"
      FROM (
        SELECT DISTINCT
          *
        FROM (
          SELECT
            "t8"."ticket_id",
            "t8"."tag" AS "tags"
          FROM (
            SELECT
              "t3"."TAG" AS "tag",
              "t3"."TICKET_ID" AS "ticket_id"
            FROM "zendesk"."TICKET_TAG" AS "t3"
          ) AS "t8"
        ) AS "t12"
      ) AS "t17"
    ) AS "t24"
    GROUP BY
      1
  ) AS "t28"
    ON "t14"."id" = "t28"."ticket_id"
  LEFT OUTER JOIN (
    SELECT
      "t20"."ticket_id",
      MIN("t20"."survivor") AS "survivor"
    FROM (
      SELECT
        "t18"."ticket_id",
        REGEXP_SUBSTR("t18"."body", 'merged into request #([0-9]+)', 1, 1, 'ce', 1) AS "survivor"
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t9"."id",
            "t9"."body",
            "t9"."created" AS "created_at",
            "t9"."public",
            "t9"."ticket_id",
            "t9"."user_id" AS "author_id"
          FROM (
            SELECT
              "t4"."ID" AS "id",
              "t4"."BODY" AS "body",
              "t4"."CREATED" AS "created",
              "t4"."PUBLIC" AS "public",
              "t4"."TICKET_ID" AS "ticket_id",
              "t4"."USER_ID" AS "user_id"
            FROM "zendesk"."TICKET_COMMENT" AS "t4"
          ) AS "t9"
        ) AS "t13"
        WHERE
          CONTAINS("t13"."body", 'merged into request #')
      ) AS "t18"
    ) AS "t20"
    GROUP BY
      1
  ) AS "t22"
    ON "t14"."id" = "t22"."ticket_id"
  LEFT OUTER JOIN (
    SELECT
      "t6"."id" AS "group_id",
      "t6"."name" AS "team"
    FROM (
      SELECT
        "t1"."ID" AS "id",
        "t1"."NAME" AS "name"
      FROM "zendesk"."GROUP" AS "t1"
    ) AS "t6"
  ) AS "t15"
    ON "t14"."group_id" = "t15"."group_id"
) AS "t29";

-- sent_addresses
CREATE TEMPORARY TABLE "helpwright_sent_addresses" AS
SELECT
  "t21"."source",
  "t21"."ticket",
  "t21"."comment",
  "t21"."author",
  "t21"."sent_by",
  "t21"."created_at",
  REGEXP_SUBSTR("t21"."piece", '^[^ <>"\'?#\t\r\n]*', 1, 1, 'ce', 0) AS "address"
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t19"."source",
      "t19"."ticket",
      "t19"."comment",
      "t19"."author",
      "t19"."sent_by",
      "t19"."created_at",
      CAST(NULLIF(IFF(_u.pos = _u_2.pos_2, _u_2."piece", NULL), '') AS VARCHAR) AS "piece"
    FROM (
      SELECT
        "t18"."source",
        "t18"."ticket",
        "t18"."comment",
        "t18"."author",
        "t18"."sent_by",
        "t18"."created_at",
        CASE
          WHEN CONTAINS("t18"."text", '://hilfe.example.org')
          THEN "t18"."text"
          WHEN CONTAINS("t18"."text", 'hilfe.example.org/')
          THEN REPLACE(
            REPLACE(
              REPLACE(
                REPLACE(
                  REPLACE(CONCAT(' ', "t18"."text"), ' hilfe.example.org/', ' ://hilfe.example.org/'),
                  '\nhilfe.example.org/',
                  '\n://hilfe.example.org/'
                ),
                '(hilfe.example.org/',
                '(://hilfe.example.org/'
              ),
              '>hilfe.example.org/',
              '>://hilfe.example.org/'
            ),
            '"hilfe.example.org/',
            '"://hilfe.example.org/'
          )
          ELSE "t18"."text"
        END AS "text"
      FROM (
        SELECT
          "t17"."source",
          "t17"."ticket",
          "t17"."comment",
          "t17"."author",
          "t17"."sent_by",
          "t17"."created_at",
          CASE
            WHEN CONTAINS("t17"."text", '://help.example.org')
            THEN "t17"."text"
            WHEN CONTAINS("t17"."text", 'help.example.org/')
            THEN REPLACE(
              REPLACE(
                REPLACE(
                  REPLACE(
                    REPLACE(CONCAT(' ', "t17"."text"), ' help.example.org/', ' ://help.example.org/'),
                    '\nhelp.example.org/',
                    '\n://help.example.org/'
                  ),
                  '(help.example.org/',
                  '(://help.example.org/'
                ),
                '>help.example.org/',
                '>://help.example.org/'
              ),
              '"help.example.org/',
              '"://help.example.org/'
            )
            ELSE "t17"."text"
          END AS "text"
        FROM (
          SELECT
            "t16"."source",
            "t16"."ticket",
            "t16"."comment",
            "t16"."author",
            "t16"."sent_by",
            "t16"."created_at",
            CASE
              WHEN "t16"."html"
              THEN CASE
                WHEN CONTAINS("t16"."text", '<blockquote')
                THEN CASE
                  WHEN NOT (
                    CONTAINS(
                      SUBSTRING(
                        "t16"."text",
                        IFF(
                          (
                            (
                              POSITION('<blockquote', "t16"."text") - 1
                            ) + 11 + 1
                          ) >= 1,
                          (
                            POSITION('<blockquote', "t16"."text") - 1
                          ) + 11 + 1,
                          (
                            POSITION('<blockquote', "t16"."text") - 1
                          ) + 11 + 1 + LENGTH("t16"."text")
                        )
                      ),
                      '<blockquote'
                    )
                  )
                  AND CONTAINS("t16"."text", '</blockquote>')
                  THEN CONCAT(
                    CONCAT(
                      SUBSTRING(
                        "t16"."text",
                        IFF((
                          0 + 1
                        ) >= 1, 0 + 1, 0 + 1 + LENGTH("t16"."text")),
                        POSITION('<blockquote', "t16"."text") - 1
                      ),
                      ' '
                    ),
                    SUBSTRING(
                      "t16"."text",
                      IFF(
                        (
                          (
                            POSITION('</blockquote>', "t16"."text") - 1
                          ) + 13 + 1
                        ) >= 1,
                        (
                          POSITION('</blockquote>', "t16"."text") - 1
                        ) + 13 + 1,
                        (
                          POSITION('</blockquote>', "t16"."text") - 1
                        ) + 13 + 1 + LENGTH("t16"."text")
                      )
                    )
                  )
                  ELSE REGEXP_REPLACE(
                    REGEXP_REPLACE(
                      REGEXP_REPLACE(
                        REGEXP_REPLACE(
                          REPLACE(
                            REPLACE(
                              REPLACE(REPLACE(REPLACE("t16"."text", '`', ' '), '{', ' '), '}', ' '),
                              '<blockquote',
                              '{'
                            ),
                            '</blockquote>',
                            '}'
                          ),
                          '[{][^{}]*[}]',
                          ' '
                        ),
                        '[{][^{}]*[}]',
                        ' '
                      ),
                      '[{][^{}]*[}]',
                      ' '
                    ),
                    '[{][^`]*',
                    ''
                  )
                END
                ELSE "t16"."text"
              END
              ELSE CASE
                WHEN CONTAINS("t16"."text", '\n>')
                THEN REGEXP_REPLACE("t16"."text", '(\n>[^\n]*)+', '')
                WHEN STARTSWITH("t16"."text", '>')
                THEN REGEXP_REPLACE(CONCAT('\n', "t16"."text"), '(\n>[^\n]*)+', '')
                ELSE "t16"."text"
              END
            END AS "text"
          FROM (
            SELECT
              "t15"."source",
              "t15"."ticket",
              "t15"."comment",
              "t15"."author",
              "t15"."sent_by",
              "t15"."created_at",
              "t15"."html",
              CASE
                WHEN "t15"."html"
                THEN CASE
                  WHEN CONTAINS("t15"."body", '="gmail_')
                  OR CONTAINS("t15"."body", '="signature')
                  OR CONTAINS("t15"."body", '="yahoo_quoted')
                  OR CONTAINS("t15"."body", '="moz-')
                  OR CONTAINS("t15"."body", '="divRplyFwdMsg')
                  OR CONTAINS("t15"."body", '="appendonsend')
                  OR CONTAINS("t15"."body", '="zd-quoted')
                  OR CONTAINS("t15"."body", '="protonmail_')
                  OR CONTAINS("t15"."body", '>-- \n')
                  OR CONTAINS("t15"."body", '>-- <')
                  THEN SUBSTRING(
                    "t15"."body",
                    IFF((
                      0 + 1
                    ) >= 1, 0 + 1, 0 + 1 + LENGTH("t15"."body")),
                    LEAST(
                      CASE
                        WHEN CONTAINS("t15"."body", '="gmail_')
                        THEN POSITION('="gmail_', "t15"."body") - 1
                        ELSE LENGTH("t15"."body")
                      END,
                      CASE
                        WHEN CONTAINS("t15"."body", '="signature')
                        THEN POSITION('="signature', "t15"."body") - 1
                        ELSE LENGTH("t15"."body")
                      END,
                      CASE
                        WHEN CONTAINS("t15"."body", '="yahoo_quoted')
                        THEN POSITION('="yahoo_quoted', "t15"."body") - 1
                        ELSE LENGTH("t15"."body")
                      END,
                      CASE
                        WHEN CONTAINS("t15"."body", '="moz-')
                        THEN POSITION('="moz-', "t15"."body") - 1
                        ELSE LENGTH("t15"."body")
                      END,
                      CASE
                        WHEN CONTAINS("t15"."body", '="divRplyFwdMsg')
                        THEN POSITION('="divRplyFwdMsg', "t15"."body") - 1
                        ELSE LENGTH("t15"."body")
                      END,
                      CASE
                        WHEN CONTAINS("t15"."body", '="appendonsend')
                        THEN POSITION('="appendonsend', "t15"."body") - 1
                        ELSE LENGTH("t15"."body")
                      END,
                      CASE
                        WHEN CONTAINS("t15"."body", '="zd-quoted')
                        THEN POSITION('="zd-quoted', "t15"."body") - 1
                        ELSE LENGTH("t15"."body")
                      END,
                      CASE
                        WHEN CONTAINS("t15"."body", '="protonmail_')
                        THEN POSITION('="protonmail_', "t15"."body") - 1
                        ELSE LENGTH("t15"."body")
                      END,
                      CASE
                        WHEN CONTAINS("t15"."body", '>-- \n')
                        THEN POSITION('>-- \n', "t15"."body") - 1
                        ELSE LENGTH("t15"."body")
                      END,
                      CASE
                        WHEN CONTAINS("t15"."body", '>-- <')
                        THEN POSITION('>-- <', "t15"."body") - 1
                        ELSE LENGTH("t15"."body")
                      END
                    )
                  )
                  ELSE "t15"."body"
                END
                ELSE CASE
                  WHEN CONTAINS("t15"."body", '\nFrom: ')
                  THEN REGEXP_REPLACE(REPLACE("t15"."body", '`', ' '), '\nFrom: [^\n]*\n(Sent|Date|To): [^`]*', '')
                  WHEN CONTAINS("t15"."body", 'wrote:\n')
                  AND NOT (
                    CONTAINS("t15"."body", 'wrote:\n>')
                  )
                  THEN REGEXP_REPLACE(
                    REPLACE("t15"."body", '`', ' '),
                    '\nOn [^\n]*(\n[^\n]*)?wrote:[ ]*\n[\n]?[^>\n][^`]*',
                    ''
                  )
                  WHEN CONTAINS("t15"."body", '\n--')
                  THEN SUBSTRING(
                    "t15"."body",
                    IFF((
                      0 + 1
                    ) >= 1, 0 + 1, 0 + 1 + LENGTH("t15"."body")),
                    LEAST(
                      CASE
                        WHEN CONTAINS("t15"."body", '\n-- \n')
                        THEN POSITION('\n-- \n', "t15"."body") - 1
                        ELSE LENGTH("t15"."body")
                      END,
                      CASE
                        WHEN CONTAINS("t15"."body", '\n--\n')
                        THEN POSITION('\n--\n', "t15"."body") - 1
                        ELSE LENGTH("t15"."body")
                      END,
                      CASE
                        WHEN CONTAINS("t15"."body", '\n-----Original Message-----')
                        THEN POSITION('\n-----Original Message-----', "t15"."body") - 1
                        ELSE LENGTH("t15"."body")
                      END,
                      CASE
                        WHEN CONTAINS("t15"."body", '\n---------- Forwarded message')
                        THEN POSITION('\n---------- Forwarded message', "t15"."body") - 1
                        ELSE LENGTH("t15"."body")
                      END
                    )
                  )
                  ELSE "t15"."body"
                END
              END AS "text"
            FROM (
              SELECT
                "t14"."source",
                "t14"."ticket",
                "t14"."comment",
                "t14"."author",
                "t14"."sent_by",
                "t14"."created_at",
                "t14"."body",
                CONTAINS("t14"."body", '</') AS "html"
              FROM (
                SELECT
                  "t13"."source",
                  "t13"."ticket",
                  "t13"."comment",
                  "t13"."author",
                  "t13"."sent_by",
                  "t13"."created_at",
                  CASE
                    WHEN CONTAINS("t13"."body", '\r\n')
                    THEN REPLACE("t13"."body", '\r\n', '\n')
                    ELSE "t13"."body"
                  END AS "body"
                FROM (
                  SELECT
                    *
                  FROM (
                    SELECT
                      *
                    FROM (
                      SELECT
                        *
                      FROM (
                        SELECT
                          'zendesk' AS "source",
                          CAST("t9"."ticket_id" AS VARCHAR) AS "ticket",
                          CAST("t9"."id" AS VARCHAR) AS "comment",
                          CAST("t9"."author_id" AS VARCHAR) AS "author",
                          CASE
                            WHEN "t9"."author_id" = -1
                            THEN 'bot'
                            WHEN "t9"."role" IN ('agent', 'admin')
                            THEN 'agent'
                            WHEN "t9"."role" = 'end-user'
                            THEN 'customer'
                            ELSE ''
                          END AS "sent_by",
                          "t9"."created_at",
                          "t9"."body"
                        FROM (
                          SELECT
                            "t8"."id",
                            "t8"."ticket_id",
                            "t8"."author_id",
                            "t8"."created_at",
                            "t8"."body",
                            "t6"."role"
                          FROM (
                            SELECT
                              *
                            FROM (
                              SELECT
                                "t2"."id",
                                "t2"."body",
                                "t2"."created" AS "created_at",
                                "t2"."public",
                                "t2"."ticket_id",
                                "t2"."user_id" AS "author_id"
                              FROM (
                                SELECT
                                  "t0"."ID" AS "id",
                                  "t0"."BODY" AS "body",
                                  "t0"."CREATED" AS "created",
                                  "t0"."PUBLIC" AS "public",
                                  "t0"."TICKET_ID" AS "ticket_id",
                                  "t0"."USER_ID" AS "user_id"
                                FROM "zendesk"."TICKET_COMMENT" AS "t0"
                              ) AS "t2"
                            ) AS "t4"
                            WHERE
                              "t4"."public" AND NOT (
                                CONTAINS("t4"."body", 'merged into this request')
                              )
                          ) AS "t8"
                          LEFT OUTER JOIN (
                            SELECT
                              "t3"."id" AS "author_id",
                              "t3"."role"
                            FROM (
                              SELECT
                                "t1"."ID" AS "id",
                                "t1"."ROLE" AS "role"
                              FROM "zendesk"."USER" AS "t1"
                            ) AS "t3"
                          ) AS "t6"
                            ON "t8"."author_id" = "t6"."author_id"
                        ) AS "t9"
                      ) AS "t10"
                      WHERE
                        "t10"."sent_by" <> ''
                    ) AS "t11"
                    WHERE
                      CONTAINS("t11"."body", '.example.org/')
                      OR CONTAINS("t11"."body", '.example.org/')
                  ) AS "t12"
                ) AS "t13"
              ) AS "t14"
            ) AS "t15"
          ) AS "t16"
        ) AS "t17"
      ) AS "t18"
    ) AS "t19"
    CROSS JOIN TABLE(FLATTEN(INPUT => ARRAY_GENERATE_RANGE(
      0,
      (
        GREATEST(
          ARRAY_SIZE(
            SPLIT(
              ARRAY_TO_STRING(NULLIF(SPLIT("t19"."text", '://'), []), '5f2f7853958f47daa6a3b59cf682a88d'),
              '5f2f7853958f47daa6a3b59cf682a88d'
            )
          )
        ) - 1
      ) + 1
    ))) AS _u(seq, key, path, index, pos, this)
    CROSS JOIN TABLE(FLATTEN(INPUT => SPLIT(
      ARRAY_TO_STRING(NULLIF(SPLIT("t19"."text", '://'), []), '5f2f7853958f47daa6a3b59cf682a88d'),
      '5f2f7853958f47daa6a3b59cf682a88d'
    ))) AS _u_2(seq, key, path, pos_2, "piece", this)
    WHERE
      _u.pos = _u_2.pos_2
      OR (
        _u.pos > (
          ARRAY_SIZE(
            SPLIT(
              ARRAY_TO_STRING(NULLIF(SPLIT("t19"."text", '://'), []), '5f2f7853958f47daa6a3b59cf682a88d'),
              '5f2f7853958f47daa6a3b59cf682a88d'
            )
          ) - 1
        )
        AND _u_2.pos_2 = (
          ARRAY_SIZE(
            SPLIT(
              ARRAY_TO_STRING(NULLIF(SPLIT("t19"."text", '://'), []), '5f2f7853958f47daa6a3b59cf682a88d'),
              '5f2f7853958f47daa6a3b59cf682a88d'
            )
          ) - 1
        )
      )
  ) AS "t20"
  WHERE
    STARTSWITH("t20"."piece", 'help.example.org')
    OR STARTSWITH("t20"."piece", 'hilfe.example.org')
) AS "t21";

-- addresses
SELECT DISTINCT
  *
FROM (
  SELECT
    "t0"."address"
  FROM "helpwright_sent_addresses" AS "t0"
) AS "t1";

-- addresses
CREATE TEMPORARY TABLE "helpwright_addresses" AS
SELECT CAST(NULL AS VARCHAR) AS "address", CAST(NULL AS VARCHAR) AS "url", CAST(NULL AS VARCHAR) AS "article" WHERE 1 = 0;

-- suspects
CREATE TEMPORARY TABLE "helpwright_suspects" AS
WITH "t6" AS (
  SELECT
    *
  FROM (
    SELECT
      "t4"."source",
      "t4"."ticket",
      "t4"."comment",
      "t4"."author",
      "t4"."sent_by",
      "t4"."created_at",
      "t4"."address",
      "t2"."url",
      "t2"."article"
    FROM (
      SELECT
        *
      FROM "helpwright_sent_addresses" AS "t0"
      WHERE
        "t0"."created_at" IS NOT NULL
    ) AS "t4"
    INNER JOIN "helpwright_addresses" AS "t2"
      ON "t4"."address" = "t2"."address"
  ) AS "t5"
  WHERE
    "t5"."sent_by" = 'agent' AND "t5"."author" IS NOT NULL
)
SELECT
  "t13"."source",
  "t13"."author",
  "t13"."url"
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t9"."source",
      "t9"."author",
      "t9"."url",
      "t9"."times",
      "t11"."linking"
    FROM (
      SELECT
        "t7"."source",
        "t7"."author",
        "t7"."url",
        COUNT(*) AS "times"
      FROM "t6" AS "t7"
      GROUP BY
        1,
        2,
        3
    ) AS "t9"
    INNER JOIN (
      SELECT
        "t7"."source",
        "t7"."author",
        COUNT(DISTINCT "t7"."comment") AS "linking"
      FROM "t6" AS "t7"
      GROUP BY
        1,
        2
    ) AS "t11"
      ON "t9"."source" = "t11"."source" AND "t9"."author" = "t11"."author"
  ) AS "t12"
  WHERE
    (
      "t12"."times" * 2
    ) > "t12"."linking" AND (
      "t12"."times" * 2
    ) > 20
) AS "t13";

-- signatures
SELECT
  COUNT(*) AS "n"
FROM "helpwright_suspects" AS "t0";

-- signatures
CREATE TEMPORARY TABLE "helpwright_signatures" AS
SELECT
  "t36"."source",
  "t36"."author",
  "t36"."url",
  'agent' AS "sent_by"
FROM (
  SELECT
    "t35"."source",
    "t35"."author",
    "t35"."url"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t26"."source",
        "t26"."author",
        "t26"."url",
        "t26"."used",
        "t33"."written"
      FROM (
        SELECT
          "t23"."source",
          "t23"."author",
          "t23"."url",
          COUNT(DISTINCT "t23"."comment") AS "used"
        FROM (
          SELECT
            "t21"."source",
            "t21"."author",
            "t21"."url",
            "t21"."comment"
          FROM (
            SELECT
              *
            FROM (
              SELECT
                "t12"."source",
                "t12"."ticket",
                "t12"."comment",
                "t12"."author",
                "t12"."sent_by",
                "t12"."created_at",
                "t12"."address",
                "t6"."url",
                "t6"."article"
              FROM (
                SELECT
                  *
                FROM "helpwright_sent_addresses" AS "t1"
                WHERE
                  "t1"."created_at" IS NOT NULL
              ) AS "t12"
              INNER JOIN "helpwright_addresses" AS "t6"
                ON "t12"."address" = "t6"."address"
            ) AS "t17"
            WHERE
              "t17"."sent_by" = 'agent' AND "t17"."author" IS NOT NULL
          ) AS "t21"
          INNER JOIN "helpwright_suspects" AS "t5"
            ON "t21"."source" = "t5"."source"
            AND "t21"."author" = "t5"."author"
            AND "t21"."url" = "t5"."url"
        ) AS "t23"
        GROUP BY
          1,
          2,
          3
      ) AS "t26"
      INNER JOIN (
        SELECT
          "t31"."source",
          "t31"."author",
          COUNT(*) AS "written"
        FROM (
          SELECT
            "t30"."source",
            "t30"."author"
          FROM (
            SELECT
              "t28"."source",
              "t28"."author"
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  *
                FROM (
                  SELECT
                    'zendesk' AS "source",
                    CAST("t22"."ticket_id" AS VARCHAR) AS "ticket",
                    CAST("t22"."id" AS VARCHAR) AS "comment",
                    CAST("t22"."author_id" AS VARCHAR) AS "author",
                    CASE
                      WHEN "t22"."author_id" = -1
                      THEN 'bot'
                      WHEN "t22"."role" IN ('agent', 'admin')
                      THEN 'agent'
                      WHEN "t22"."role" = 'end-user'
                      THEN 'customer'
                      ELSE ''
                    END AS "sent_by",
                    "t22"."created_at",
                    "t22"."body"
                  FROM (
                    SELECT
                      "t19"."id",
                      "t19"."ticket_id",
                      "t19"."author_id",
                      "t19"."created_at",
                      "t19"."body",
                      "t16"."role"
                    FROM (
                      SELECT
                        *
                      FROM (
                        SELECT
                          "t8"."id",
                          "t8"."body",
                          "t8"."created" AS "created_at",
                          "t8"."public",
                          "t8"."ticket_id",
                          "t8"."user_id" AS "author_id"
                        FROM (
                          SELECT
                            "t3"."ID" AS "id",
                            "t3"."BODY" AS "body",
                            "t3"."CREATED" AS "created",
                            "t3"."PUBLIC" AS "public",
                            "t3"."TICKET_ID" AS "ticket_id",
                            "t3"."USER_ID" AS "user_id"
                          FROM "zendesk"."TICKET_COMMENT" AS "t3"
                        ) AS "t8"
                      ) AS "t13"
                      WHERE
                        "t13"."public" AND NOT (
                          CONTAINS("t13"."body", 'merged into this request')
                        )
                    ) AS "t19"
                    LEFT OUTER JOIN (
                      SELECT
                        "t9"."id" AS "author_id",
                        "t9"."role"
                      FROM (
                        SELECT
                          "t4"."ID" AS "id",
                          "t4"."ROLE" AS "role"
                        FROM "zendesk"."USER" AS "t4"
                      ) AS "t9"
                    ) AS "t16"
                      ON "t19"."author_id" = "t16"."author_id"
                  ) AS "t22"
                ) AS "t24"
                WHERE
                  "t24"."sent_by" <> ''
              ) AS "t27"
              WHERE
                "t27"."sent_by" = 'agent'
            ) AS "t28"
          ) AS "t30"
          INNER JOIN (
            SELECT DISTINCT
              *
            FROM (
              SELECT
                "t0"."source",
                "t0"."author"
              FROM "helpwright_suspects" AS "t0"
            ) AS "t7"
          ) AS "t15"
            ON "t30"."source" = "t15"."source" AND "t30"."author" = "t15"."author"
        ) AS "t31"
        GROUP BY
          1,
          2
      ) AS "t33"
        ON "t26"."source" = "t33"."source" AND "t26"."author" = "t33"."author"
    ) AS "t34"
    WHERE
      "t34"."written" >= 20 AND (
        "t34"."used" * 2
      ) > "t34"."written"
  ) AS "t35"
) AS "t36";

-- merged
CREATE TEMPORARY TABLE "helpwright_merged" AS
SELECT
  "t1"."source",
  "t1"."ticket",
  "t1"."survivor"
FROM (
  SELECT
    *
  FROM "helpwright_tickets" AS "t0"
  WHERE
    "t0"."survivor" IS NOT NULL
) AS "t1";

-- no_events
CREATE TEMPORARY TABLE "helpwright_no_events" AS
SELECT CAST(NULL AS TIMESTAMPNTZ) AS "at", CAST(NULL AS VARCHAR) AS "name", CAST(NULL AS VARCHAR) AS "page", CAST(NULL AS VARCHAR) AS "article", CAST(NULL AS VARCHAR) AS "language", CAST(NULL AS VARCHAR) AS "query", CAST(NULL AS INT) AS "results", CAST(NULL AS INT) AS "position", CAST(NULL AS VARCHAR) AS "value", CAST(NULL AS VARCHAR) AS "reason", CAST(NULL AS VARCHAR) AS "troubleshooter", CAST(NULL AS VARCHAR) AS "step", CAST(NULL AS VARCHAR) AS "outcome", CAST(NULL AS INT) AS "is_first", CAST(NULL AS VARCHAR) AS "after", CAST(NULL AS VARCHAR) AS "viewed", CAST(NULL AS VARCHAR) AS "channel" WHERE 1 = 0;

-- links
CREATE TEMPORARY TABLE "helpwright_links" AS
SELECT
  "t11"."source",
  "t11"."ticket",
  "t11"."article",
  "t11"."sent_by",
  MIN("t11"."created_at") AS "first_at"
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t9"."source",
      COALESCE("t9"."survivor", "t9"."ticket") AS "ticket",
      "t9"."sent_by",
      "t9"."created_at",
      "t9"."url",
      "t9"."article",
      "t9"."survivor"
    FROM (
      SELECT
        "t8"."source",
        "t8"."ticket",
        "t8"."sent_by",
        "t8"."created_at",
        "t4"."url",
        "t4"."article",
        "t6"."survivor"
      FROM (
        SELECT
          *
        FROM "helpwright_sent_addresses" AS "t0"
        WHERE
          "t0"."created_at" IS NOT NULL
      ) AS "t8"
      INNER JOIN "helpwright_addresses" AS "t4"
        ON "t8"."address" = "t4"."address"
      LEFT OUTER JOIN "helpwright_merged" AS "t6"
        ON "t8"."source" = "t6"."source" AND "t8"."ticket" = "t6"."ticket"
      WHERE
        NOT EXISTS(
          SELECT
            1
          FROM "helpwright_signatures" AS "t5"
          WHERE
            "t8"."source" = "t5"."source"
            AND "t8"."author" = "t5"."author"
            AND "t4"."url" = "t5"."url"
            AND "t8"."sent_by" = "t5"."sent_by"
        )
    ) AS "t9"
  ) AS "t10"
  WHERE
    "t10"."article" IS NOT NULL
) AS "t11"
GROUP BY
  1,
  2,
  3,
  4;

-- unresolved
CREATE TEMPORARY TABLE "helpwright_unresolved" AS
SELECT
  *
FROM (
  SELECT
    "t11"."source",
    "t11"."ticket",
    "t11"."url",
    MIN("t11"."created_at") AS "first_at"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t9"."source",
        COALESCE("t9"."survivor", "t9"."ticket") AS "ticket",
        "t9"."sent_by",
        "t9"."created_at",
        "t9"."url",
        "t9"."article",
        "t9"."survivor"
      FROM (
        SELECT
          "t8"."source",
          "t8"."ticket",
          "t8"."sent_by",
          "t8"."created_at",
          "t4"."url",
          "t4"."article",
          "t6"."survivor"
        FROM (
          SELECT
            *
          FROM "helpwright_sent_addresses" AS "t0"
          WHERE
            "t0"."created_at" IS NOT NULL
        ) AS "t8"
        INNER JOIN "helpwright_addresses" AS "t4"
          ON "t8"."address" = "t4"."address"
        LEFT OUTER JOIN "helpwright_merged" AS "t6"
          ON "t8"."source" = "t6"."source" AND "t8"."ticket" = "t6"."ticket"
        WHERE
          NOT EXISTS(
            SELECT
              1
            FROM "helpwright_signatures" AS "t5"
            WHERE
              "t8"."source" = "t5"."source"
              AND "t8"."author" = "t5"."author"
              AND "t4"."url" = "t5"."url"
              AND "t8"."sent_by" = "t5"."sent_by"
          )
      ) AS "t9"
    ) AS "t10"
    WHERE
      "t10"."article" IS NULL AND "t10"."sent_by" = 'agent'
  ) AS "t11"
  GROUP BY
    1,
    2,
    3
) AS "t12";

-- ticket_tags
CREATE TEMPORARY TABLE "helpwright_ticket_tags" AS
WITH "t4" AS (
  SELECT
    'zendesk' AS "source",
    CAST("t3"."ticket_id" AS VARCHAR) AS "ticket",
    "t3"."tags"
  FROM (
    SELECT DISTINCT
      *
    FROM (
      SELECT
        "t1"."ticket_id",
        "t1"."tag" AS "tags"
      FROM (
        SELECT
          "t0"."TAG" AS "tag",
          "t0"."TICKET_ID" AS "ticket_id"
        FROM "zendesk"."TICKET_TAG" AS "t0"
      ) AS "t1"
    ) AS "t2"
  ) AS "t3"
)
SELECT
  "t6"."source",
  "t6"."ticket",
  "t14"."tag"
FROM "t4" AS "t6"
INNER JOIN (
  SELECT DISTINCT
    *
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t10"."tags",
        REGEXP_REPLACE("t10"."tag", '^_|_$', '') AS "tag"
      FROM (
        SELECT
          "t9"."tags",
          CAST(NULLIF(IFF(_u.pos = _u_2.pos_2, _u_2."tag", NULL), '') AS VARCHAR) AS "tag"
        FROM (
          SELECT DISTINCT
            *
          FROM (
            SELECT
              "t7"."tags"
            FROM (
              SELECT
                *
              FROM "t4" AS "t5"
              WHERE
                "t5"."tags" <> ''
            ) AS "t7"
          ) AS "t8"
        ) AS "t9"
        CROSS JOIN TABLE(FLATTEN(INPUT => ARRAY_GENERATE_RANGE(
          0,
          (
            GREATEST(
              ARRAY_SIZE(
                SPLIT(
                  ARRAY_TO_STRING(
                    NULLIF(
                      SPLIT(
                        REGEXP_REPLACE(REPLACE(REPLACE(LOWER("t9"."tags"), '|', ','), ';', ','), '[^a-z0-9,]+', '_'),
                        ','
                      ),
                      []
                    ),
                    '5f2f7853958f47daa6a3b59cf682a88d'
                  ),
                  '5f2f7853958f47daa6a3b59cf682a88d'
                )
              )
            ) - 1
          ) + 1
        ))) AS _u(seq, key, path, index, pos, this)
        CROSS JOIN TABLE(FLATTEN(INPUT => SPLIT(
          ARRAY_TO_STRING(
            NULLIF(
              SPLIT(
                REGEXP_REPLACE(REPLACE(REPLACE(LOWER("t9"."tags"), '|', ','), ';', ','), '[^a-z0-9,]+', '_'),
                ','
              ),
              []
            ),
            '5f2f7853958f47daa6a3b59cf682a88d'
          ),
          '5f2f7853958f47daa6a3b59cf682a88d'
        ))) AS _u_2(seq, key, path, pos_2, "tag", this)
        WHERE
          _u.pos = _u_2.pos_2
          OR (
            _u.pos > (
              ARRAY_SIZE(
                SPLIT(
                  ARRAY_TO_STRING(
                    NULLIF(
                      SPLIT(
                        REGEXP_REPLACE(REPLACE(REPLACE(LOWER("t9"."tags"), '|', ','), ';', ','), '[^a-z0-9,]+', '_'),
                        ','
                      ),
                      []
                    ),
                    '5f2f7853958f47daa6a3b59cf682a88d'
                  ),
                  '5f2f7853958f47daa6a3b59cf682a88d'
                )
              ) - 1
            )
            AND _u_2.pos_2 = (
              ARRAY_SIZE(
                SPLIT(
                  ARRAY_TO_STRING(
                    NULLIF(
                      SPLIT(
                        REGEXP_REPLACE(REPLACE(REPLACE(LOWER("t9"."tags"), '|', ','), ';', ','), '[^a-z0-9,]+', '_'),
                        ','
                      ),
                      []
                    ),
                    '5f2f7853958f47daa6a3b59cf682a88d'
                  ),
                  '5f2f7853958f47daa6a3b59cf682a88d'
                )
              ) - 1
            )
          )
      ) AS "t10"
    ) AS "t11"
    WHERE
      "t11"."tag" <> ''
  ) AS "t12"
) AS "t14"
  ON "t6"."tags" = "t14"."tags";
