-- session
SET TIME ZONE 'UTC';

-- tickets
CREATE TABLE "helpwright_tickets" AS
SELECT
  'zendesk' AS "source",
  CAST("t24"."id" AS VARCHAR) AS "ticket",
  "t24"."created_at",
  "t24"."updated_at",
  CASE
    WHEN "t24"."status" IN ('solved', 'closed', 'deleted')
    THEN COALESCE("t24"."solved_at", "t24"."updated_at")
    ELSE NULL
  END AS "solved_at",
  "t24"."reopened_at",
  CAST(COALESCE("t24"."reopens", 0) AS INTEGER) AS "reopens",
  CASE
    WHEN "t24"."status" IN ('hold', 'on-hold')
    THEN 'pending'
    WHEN "t24"."status" = 'deleted'
    THEN 'closed'
    ELSE "t24"."status"
  END AS "status",
  COALESCE("t24"."channel", '') AS "channel",
  CASE
    WHEN "t24"."team" IS NOT NULL
    THEN "t24"."team"
    WHEN "t24"."group_id" IS NOT NULL
    THEN CONCAT('team ', CAST("t24"."group_id" AS VARCHAR))
    ELSE ''
  END AS "team",
  CAST("t24"."requester_id" AS VARCHAR) AS "requester",
  CASE
    WHEN "t24"."status" = 'deleted'
    THEN 'deleted'
    WHEN "t24"."spam" = 1
    THEN 'spam'
    WHEN (
      "t24"."merged" = 1
    ) OR (
      "t24"."survivor" IS NOT NULL
    )
    THEN 'merged'
    ELSE 'active'
  END AS "state",
  "t24"."survivor"
FROM (
  SELECT
    "t9"."id",
    "t9"."created_at",
    "t9"."updated_at",
    "t9"."status",
    "t9"."channel",
    "t9"."requester_id",
    "t9"."group_id",
    "t22"."solved_at",
    "t22"."reopened_at",
    "t22"."reopens",
    "t23"."merged",
    "t23"."spam",
    "t17"."survivor",
    "t10"."team"
  FROM (
    SELECT
      "t0"."id",
      "t0"."created_at",
      "t0"."updated_at",
      "t0"."status",
      "t0"."via_channel" AS "channel",
      "t0"."group_id",
      "t0"."requester_id"
    FROM "zendesk"."ticket" AS "t0"
  ) AS "t9"
  LEFT OUTER JOIN (
    SELECT
      "t18"."ticket_id",
      MAX("t18"."solved") AS "solved_at",
      MAX("t18"."reopened") AS "reopened_at",
      COUNT("t18"."reopened") AS "reopens"
    FROM (
      SELECT
        "t14"."ticket_id",
        CASE
          WHEN "t14"."value" IN ('solved', 'closed')
          AND NOT (
            COALESCE("t14"."was" IN ('solved', 'closed'), FALSE)
          )
          THEN "t14"."updated"
          ELSE NULL
        END AS "solved",
        CASE
          WHEN NOT (
            "t14"."value" IN ('solved', 'closed')
          )
          AND COALESCE("t14"."was" IN ('solved', 'closed'), FALSE)
          THEN "t14"."updated"
          ELSE NULL
        END AS "reopened"
      FROM (
        SELECT
          "t11"."field_name",
          "t11"."ticket_id",
          "t11"."updated",
          "t11"."value",
          LAG("t11"."value") OVER (PARTITION BY "t11"."ticket_id" ORDER BY "t11"."updated" ASC, "t11"."value" ASC) AS "was"
        FROM (
          SELECT
            *
          FROM "zendesk"."ticket_field_history" AS "t2"
          WHERE
            "t2"."field_name" = 'status'
        ) AS "t11"
      ) AS "t14"
    ) AS "t18"
    GROUP BY
      1
  ) AS "t22"
    ON "t9"."id" = "t22"."ticket_id"
  LEFT OUTER JOIN (
    SELECT
      "t19"."ticket_id",
      MAX("t19"."merged") AS "merged",
      MAX("t19"."spam") AS "spam"
    FROM (
      SELECT
        "t12"."ticket_id",
        "t12"."tags",
        CASE WHEN STRPOS("t12"."tags", 'closed_by_merge') > 0 THEN 1 ELSE 0 END AS "merged",
        CASE
          WHEN STRPOS(
            CONCAT(
              CONCAT(
                ',',
                REPLACE(REPLACE(REPLACE(REPLACE("t12"."tags", '"', ''), '[', ','), ']', ','), ' ', '')
              ),
              ','
            ),
            ',spam,'
          ) > 0
          THEN 1
          ELSE 0
        END AS "spam"
      FROM (
        SELECT DISTINCT
          *
        FROM (
          SELECT
            "t3"."ticket_id",
            "t3"."tag" AS "tags"
          FROM "zendesk"."ticket_tag" AS "t3"
        ) AS "t7"
      ) AS "t12"
    ) AS "t19"
    GROUP BY
      1
  ) AS "t23"
    ON "t9"."id" = "t23"."ticket_id"
  LEFT OUTER JOIN (
    SELECT
      "t15"."ticket_id",
      MIN("t15"."survivor") AS "survivor"
    FROM (
      SELECT
        "t13"."ticket_id",
        REGEXP_EXTRACT("t13"."body", 'merged into request #([0-9]+)', 1) AS "survivor"
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t4"."id",
            "t4"."body",
            "t4"."created" AS "created_at",
            "t4"."public",
            "t4"."ticket_id",
            "t4"."user_id" AS "author_id"
          FROM "zendesk"."ticket_comment" AS "t4"
        ) AS "t8"
        WHERE
          STRPOS("t8"."body", 'merged into request #') > 0
      ) AS "t13"
    ) AS "t15"
    GROUP BY
      1
  ) AS "t17"
    ON "t9"."id" = "t17"."ticket_id"
  LEFT OUTER JOIN (
    SELECT
      "t1"."id" AS "group_id",
      "t1"."name" AS "team"
    FROM "zendesk"."group" AS "t1"
  ) AS "t10"
    ON "t9"."group_id" = "t10"."group_id"
) AS "t24";

-- sent_addresses
CREATE TABLE "helpwright_sent_addresses" AS
SELECT
  "t19"."source",
  "t19"."ticket",
  "t19"."comment",
  "t19"."author",
  "t19"."sent_by",
  "t19"."created_at",
  REGEXP_EXTRACT("t19"."piece", '^[^ <>"''?#	
]*', 0) AS "address"
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t17"."source",
      "t17"."ticket",
      "t17"."comment",
      "t17"."author",
      "t17"."sent_by",
      "t17"."created_at",
      IF(_u.pos = _u_2.pos_2, _u_2."piece") AS "piece"
    FROM (
      SELECT
        "t16"."source",
        "t16"."ticket",
        "t16"."comment",
        "t16"."author",
        "t16"."sent_by",
        "t16"."created_at",
        CASE
          WHEN STRPOS("t16"."text", '://hilfe.example.org') > 0
          THEN "t16"."text"
          WHEN STRPOS("t16"."text", 'hilfe.example.org/') > 0
          THEN REPLACE(
            REPLACE(
              REPLACE(
                REPLACE(
                  REPLACE(CONCAT(' ', "t16"."text"), ' hilfe.example.org/', ' ://hilfe.example.org/'),
                  '
hilfe.example.org/',
                  '
://hilfe.example.org/'
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
          ELSE "t16"."text"
        END AS "text"
      FROM (
        SELECT
          "t15"."source",
          "t15"."ticket",
          "t15"."comment",
          "t15"."author",
          "t15"."sent_by",
          "t15"."created_at",
          CASE
            WHEN STRPOS("t15"."text", '://help.example.org') > 0
            THEN "t15"."text"
            WHEN STRPOS("t15"."text", 'help.example.org/') > 0
            THEN REPLACE(
              REPLACE(
                REPLACE(
                  REPLACE(
                    REPLACE(CONCAT(' ', "t15"."text"), ' help.example.org/', ' ://help.example.org/'),
                    '
help.example.org/',
                    '
://help.example.org/'
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
            ELSE "t15"."text"
          END AS "text"
        FROM (
          SELECT
            "t14"."source",
            "t14"."ticket",
            "t14"."comment",
            "t14"."author",
            "t14"."sent_by",
            "t14"."created_at",
            CASE
              WHEN "t14"."html"
              THEN CASE
                WHEN STRPOS("t14"."text", '<blockquote') > 0
                THEN CASE
                  WHEN NOT (
                    STRPOS(
                      SUBSTR(
                        "t14"."text",
                        IF(
                          (
                            (
                              STRPOS("t14"."text", '<blockquote') - 1
                            ) + 11 + 1
                          ) >= 1,
                          (
                            STRPOS("t14"."text", '<blockquote') - 1
                          ) + 11 + 1,
                          (
                            STRPOS("t14"."text", '<blockquote') - 1
                          ) + 11 + 1 + LENGTH("t14"."text")
                        )
                      ),
                      '<blockquote'
                    ) > 0
                  )
                  AND (
                    STRPOS("t14"."text", '</blockquote>') > 0
                  )
                  THEN CONCAT(
                    CONCAT(
                      SUBSTR(
                        "t14"."text",
                        IF((
                          0 + 1
                        ) >= 1, 0 + 1, 0 + 1 + LENGTH("t14"."text")),
                        STRPOS("t14"."text", '<blockquote') - 1
                      ),
                      ' '
                    ),
                    SUBSTR(
                      "t14"."text",
                      IF(
                        (
                          (
                            STRPOS("t14"."text", '</blockquote>') - 1
                          ) + 13 + 1
                        ) >= 1,
                        (
                          STRPOS("t14"."text", '</blockquote>') - 1
                        ) + 13 + 1,
                        (
                          STRPOS("t14"."text", '</blockquote>') - 1
                        ) + 13 + 1 + LENGTH("t14"."text")
                      )
                    )
                  )
                  ELSE REGEXP_REPLACE(
                    REGEXP_REPLACE(
                      REGEXP_REPLACE(
                        REGEXP_REPLACE(
                          REPLACE(
                            REPLACE(
                              REPLACE(REPLACE(REPLACE("t14"."text", '`', ' '), '{', ' '), '}', ' '),
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
                ELSE "t14"."text"
              END
              ELSE CASE
                WHEN STRPOS("t14"."text", '
>') > 0
                THEN REGEXP_REPLACE("t14"."text", '(
>[^
]*)+', '')
                WHEN STARTS_WITH("t14"."text", '>')
                THEN REGEXP_REPLACE(
                  CONCAT('
', "t14"."text"),
                  '(
>[^
]*)+',
                  ''
                )
                ELSE "t14"."text"
              END
            END AS "text"
          FROM (
            SELECT
              "t13"."source",
              "t13"."ticket",
              "t13"."comment",
              "t13"."author",
              "t13"."sent_by",
              "t13"."created_at",
              "t13"."html",
              CASE
                WHEN "t13"."html"
                THEN CASE
                  WHEN (
                    STRPOS("t13"."body", '="gmail_') > 0
                  )
                  OR (
                    STRPOS("t13"."body", '="signature') > 0
                  )
                  OR (
                    STRPOS("t13"."body", '="yahoo_quoted') > 0
                  )
                  OR (
                    STRPOS("t13"."body", '="moz-') > 0
                  )
                  OR (
                    STRPOS("t13"."body", '="divRplyFwdMsg') > 0
                  )
                  OR (
                    STRPOS("t13"."body", '="appendonsend') > 0
                  )
                  OR (
                    STRPOS("t13"."body", '="zd-quoted') > 0
                  )
                  OR (
                    STRPOS("t13"."body", '="protonmail_') > 0
                  )
                  OR (
                    STRPOS("t13"."body", '>-- 
') > 0
                  )
                  OR (
                    STRPOS("t13"."body", '>-- <') > 0
                  )
                  THEN SUBSTR(
                    "t13"."body",
                    IF((
                      0 + 1
                    ) >= 1, 0 + 1, 0 + 1 + LENGTH("t13"."body")),
                    LEAST(
                      CASE
                        WHEN STRPOS("t13"."body", '="gmail_') > 0
                        THEN STRPOS("t13"."body", '="gmail_') - 1
                        ELSE LENGTH("t13"."body")
                      END,
                      CASE
                        WHEN STRPOS("t13"."body", '="signature') > 0
                        THEN STRPOS("t13"."body", '="signature') - 1
                        ELSE LENGTH("t13"."body")
                      END,
                      CASE
                        WHEN STRPOS("t13"."body", '="yahoo_quoted') > 0
                        THEN STRPOS("t13"."body", '="yahoo_quoted') - 1
                        ELSE LENGTH("t13"."body")
                      END,
                      CASE
                        WHEN STRPOS("t13"."body", '="moz-') > 0
                        THEN STRPOS("t13"."body", '="moz-') - 1
                        ELSE LENGTH("t13"."body")
                      END,
                      CASE
                        WHEN STRPOS("t13"."body", '="divRplyFwdMsg') > 0
                        THEN STRPOS("t13"."body", '="divRplyFwdMsg') - 1
                        ELSE LENGTH("t13"."body")
                      END,
                      CASE
                        WHEN STRPOS("t13"."body", '="appendonsend') > 0
                        THEN STRPOS("t13"."body", '="appendonsend') - 1
                        ELSE LENGTH("t13"."body")
                      END,
                      CASE
                        WHEN STRPOS("t13"."body", '="zd-quoted') > 0
                        THEN STRPOS("t13"."body", '="zd-quoted') - 1
                        ELSE LENGTH("t13"."body")
                      END,
                      CASE
                        WHEN STRPOS("t13"."body", '="protonmail_') > 0
                        THEN STRPOS("t13"."body", '="protonmail_') - 1
                        ELSE LENGTH("t13"."body")
                      END,
                      CASE
                        WHEN STRPOS("t13"."body", '>-- 
') > 0
                        THEN STRPOS("t13"."body", '>-- 
') - 1
                        ELSE LENGTH("t13"."body")
                      END,
                      CASE
                        WHEN STRPOS("t13"."body", '>-- <') > 0
                        THEN STRPOS("t13"."body", '>-- <') - 1
                        ELSE LENGTH("t13"."body")
                      END
                    )
                  )
                  ELSE "t13"."body"
                END
                ELSE CASE
                  WHEN STRPOS("t13"."body", '
From: ') > 0
                  THEN REGEXP_REPLACE(
                    REPLACE("t13"."body", '`', ' '),
                    '
From: [^
]*
(Sent|Date|To): [^`]*',
                    ''
                  )
                  WHEN (
                    STRPOS("t13"."body", 'wrote:
') > 0
                  )
                  AND NOT (
                    STRPOS("t13"."body", 'wrote:
>') > 0
                  )
                  THEN REGEXP_REPLACE(
                    REPLACE("t13"."body", '`', ' '),
                    '
On [^
]*(
[^
]*)?wrote:[ ]*
[
]?[^>
][^`]*',
                    ''
                  )
                  WHEN STRPOS("t13"."body", '
--') > 0
                  THEN SUBSTR(
                    "t13"."body",
                    IF((
                      0 + 1
                    ) >= 1, 0 + 1, 0 + 1 + LENGTH("t13"."body")),
                    LEAST(
                      CASE
                        WHEN STRPOS("t13"."body", '
-- 
') > 0
                        THEN STRPOS("t13"."body", '
-- 
') - 1
                        ELSE LENGTH("t13"."body")
                      END,
                      CASE
                        WHEN STRPOS("t13"."body", '
--
') > 0
                        THEN STRPOS("t13"."body", '
--
') - 1
                        ELSE LENGTH("t13"."body")
                      END,
                      CASE
                        WHEN STRPOS("t13"."body", '
-----Original Message-----') > 0
                        THEN STRPOS("t13"."body", '
-----Original Message-----') - 1
                        ELSE LENGTH("t13"."body")
                      END,
                      CASE
                        WHEN STRPOS("t13"."body", '
---------- Forwarded message') > 0
                        THEN STRPOS("t13"."body", '
---------- Forwarded message') - 1
                        ELSE LENGTH("t13"."body")
                      END
                    )
                  )
                  ELSE "t13"."body"
                END
              END AS "text"
            FROM (
              SELECT
                "t12"."source",
                "t12"."ticket",
                "t12"."comment",
                "t12"."author",
                "t12"."sent_by",
                "t12"."created_at",
                "t12"."body",
                STRPOS("t12"."body", '</') > 0 AS "html"
              FROM (
                SELECT
                  "t11"."source",
                  "t11"."ticket",
                  "t11"."comment",
                  "t11"."author",
                  "t11"."sent_by",
                  "t11"."created_at",
                  CASE
                    WHEN STRPOS("t11"."body", '
') > 0
                    THEN REPLACE("t11"."body", '
', '
')
                    ELSE "t11"."body"
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
                          CAST("t7"."ticket_id" AS VARCHAR) AS "ticket",
                          CAST("t7"."id" AS VARCHAR) AS "comment",
                          CAST("t7"."author_id" AS VARCHAR) AS "author",
                          CASE
                            WHEN "t7"."author_id" = -1
                            THEN 'bot'
                            WHEN "t7"."role" IN ('agent', 'admin')
                            THEN 'agent'
                            WHEN "t7"."role" = 'end-user'
                            THEN 'customer'
                            ELSE ''
                          END AS "sent_by",
                          "t7"."created_at",
                          "t7"."body"
                        FROM (
                          SELECT
                            "t6"."id",
                            "t6"."ticket_id",
                            "t6"."author_id",
                            "t6"."created_at",
                            "t6"."body",
                            "t4"."role"
                          FROM (
                            SELECT
                              *
                            FROM (
                              SELECT
                                "t0"."id",
                                "t0"."body",
                                "t0"."created" AS "created_at",
                                "t0"."public",
                                "t0"."ticket_id",
                                "t0"."user_id" AS "author_id"
                              FROM "zendesk"."ticket_comment" AS "t0"
                            ) AS "t2"
                            WHERE
                              "t2"."public" AND NOT (
                                STRPOS("t2"."body", 'merged into this request') > 0
                              )
                          ) AS "t6"
                          LEFT OUTER JOIN (
                            SELECT
                              "t1"."id" AS "author_id",
                              "t1"."role"
                            FROM "zendesk"."user" AS "t1"
                          ) AS "t4"
                            ON "t6"."author_id" = "t4"."author_id"
                        ) AS "t7"
                      ) AS "t8"
                      WHERE
                        "t8"."sent_by" <> ''
                    ) AS "t9"
                    WHERE
                      (
                        STRPOS("t9"."body", '.example.org/') > 0
                      )
                      OR (
                        STRPOS("t9"."body", '.example.org/') > 0
                      )
                  ) AS "t10"
                ) AS "t11"
              ) AS "t12"
            ) AS "t13"
          ) AS "t14"
        ) AS "t15"
      ) AS "t16"
    ) AS "t17"
    CROSS JOIN UNNEST(SEQUENCE(1, GREATEST(CARDINALITY(SPLIT("t17"."text", '://'))))) AS _u(pos)
    CROSS JOIN UNNEST(SPLIT("t17"."text", '://')) WITH ORDINALITY AS _u_2("piece", pos_2)
    WHERE
      _u.pos = _u_2.pos_2
      OR (
        _u.pos > CARDINALITY(SPLIT("t17"."text", '://'))
        AND _u_2.pos_2 = CARDINALITY(SPLIT("t17"."text", '://'))
      )
  ) AS "t18"
  WHERE
    STARTS_WITH("t18"."piece", 'help.example.org')
    OR STARTS_WITH("t18"."piece", 'hilfe.example.org')
) AS "t19";

-- addresses
SELECT DISTINCT
  *
FROM (
  SELECT
    "t0"."address"
  FROM "helpwright_sent_addresses" AS "t0"
) AS "t1";

-- addresses
CREATE TABLE "helpwright_addresses" AS
SELECT CAST(NULL AS VARCHAR) AS "address", CAST(NULL AS VARCHAR) AS "url", CAST(NULL AS VARCHAR) AS "article" WHERE 1 = 0;

-- suspects
CREATE TABLE "helpwright_suspects" AS
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
CREATE TABLE "helpwright_signatures" AS
SELECT
  "t34"."source",
  "t34"."author",
  "t34"."url",
  'agent' AS "sent_by"
FROM (
  SELECT
    "t33"."source",
    "t33"."author",
    "t33"."url"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t25"."source",
        "t25"."author",
        "t25"."url",
        "t25"."used",
        "t31"."written"
      FROM (
        SELECT
          "t22"."source",
          "t22"."author",
          "t22"."url",
          COUNT(DISTINCT "t22"."comment") AS "used"
        FROM (
          SELECT
            "t20"."source",
            "t20"."author",
            "t20"."url",
            "t20"."comment"
          FROM (
            SELECT
              *
            FROM (
              SELECT
                "t13"."source",
                "t13"."ticket",
                "t13"."comment",
                "t13"."author",
                "t13"."sent_by",
                "t13"."created_at",
                "t13"."address",
                "t6"."url",
                "t6"."article"
              FROM (
                SELECT
                  *
                FROM "helpwright_sent_addresses" AS "t1"
                WHERE
                  "t1"."created_at" IS NOT NULL
              ) AS "t13"
              INNER JOIN "helpwright_addresses" AS "t6"
                ON "t13"."address" = "t6"."address"
            ) AS "t17"
            WHERE
              "t17"."sent_by" = 'agent' AND "t17"."author" IS NOT NULL
          ) AS "t20"
          INNER JOIN "helpwright_suspects" AS "t5"
            ON "t20"."source" = "t5"."source"
            AND "t20"."author" = "t5"."author"
            AND "t20"."url" = "t5"."url"
        ) AS "t22"
        GROUP BY
          1,
          2,
          3
      ) AS "t25"
      INNER JOIN (
        SELECT
          "t29"."source",
          "t29"."author",
          COUNT(*) AS "written"
        FROM (
          SELECT
            "t28"."source",
            "t28"."author"
          FROM (
            SELECT
              "t26"."source",
              "t26"."author"
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  *
                FROM (
                  SELECT
                    'zendesk' AS "source",
                    CAST("t19"."ticket_id" AS VARCHAR) AS "ticket",
                    CAST("t19"."id" AS VARCHAR) AS "comment",
                    CAST("t19"."author_id" AS VARCHAR) AS "author",
                    CASE
                      WHEN "t19"."author_id" = -1
                      THEN 'bot'
                      WHEN "t19"."role" IN ('agent', 'admin')
                      THEN 'agent'
                      WHEN "t19"."role" = 'end-user'
                      THEN 'customer'
                      ELSE ''
                    END AS "sent_by",
                    "t19"."created_at",
                    "t19"."body"
                  FROM (
                    SELECT
                      "t16"."id",
                      "t16"."ticket_id",
                      "t16"."author_id",
                      "t16"."created_at",
                      "t16"."body",
                      "t11"."role"
                    FROM (
                      SELECT
                        *
                      FROM (
                        SELECT
                          "t3"."id",
                          "t3"."body",
                          "t3"."created" AS "created_at",
                          "t3"."public",
                          "t3"."ticket_id",
                          "t3"."user_id" AS "author_id"
                        FROM "zendesk"."ticket_comment" AS "t3"
                      ) AS "t8"
                      WHERE
                        "t8"."public" AND NOT (
                          STRPOS("t8"."body", 'merged into this request') > 0
                        )
                    ) AS "t16"
                    LEFT OUTER JOIN (
                      SELECT
                        "t4"."id" AS "author_id",
                        "t4"."role"
                      FROM "zendesk"."user" AS "t4"
                    ) AS "t11"
                      ON "t16"."author_id" = "t11"."author_id"
                  ) AS "t19"
                ) AS "t21"
                WHERE
                  "t21"."sent_by" <> ''
              ) AS "t23"
              WHERE
                "t23"."sent_by" = 'agent'
            ) AS "t26"
          ) AS "t28"
          INNER JOIN (
            SELECT DISTINCT
              *
            FROM (
              SELECT
                "t0"."source",
                "t0"."author"
              FROM "helpwright_suspects" AS "t0"
            ) AS "t7"
          ) AS "t14"
            ON "t28"."source" = "t14"."source" AND "t28"."author" = "t14"."author"
        ) AS "t29"
        GROUP BY
          1,
          2
      ) AS "t31"
        ON "t25"."source" = "t31"."source" AND "t25"."author" = "t31"."author"
    ) AS "t32"
    WHERE
      "t32"."written" >= 20 AND (
        "t32"."used" * 2
      ) > "t32"."written"
  ) AS "t33"
) AS "t34";

-- merged
CREATE TABLE "helpwright_merged" AS
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
CREATE TABLE "helpwright_no_events" AS
SELECT CAST(NULL AS TIMESTAMP) AS "at", CAST(NULL AS VARCHAR) AS "name", CAST(NULL AS VARCHAR) AS "page", CAST(NULL AS VARCHAR) AS "article", CAST(NULL AS VARCHAR) AS "language", CAST(NULL AS VARCHAR) AS "query", CAST(NULL AS INTEGER) AS "results", CAST(NULL AS INTEGER) AS "position", CAST(NULL AS VARCHAR) AS "value", CAST(NULL AS VARCHAR) AS "reason", CAST(NULL AS VARCHAR) AS "troubleshooter", CAST(NULL AS VARCHAR) AS "step", CAST(NULL AS VARCHAR) AS "outcome", CAST(NULL AS INTEGER) AS "is_first", CAST(NULL AS VARCHAR) AS "after", CAST(NULL AS VARCHAR) AS "viewed", CAST(NULL AS VARCHAR) AS "channel" WHERE 1 = 0;

-- links
CREATE TABLE "helpwright_links" AS
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
CREATE TABLE "helpwright_unresolved" AS
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
CREATE TABLE "helpwright_ticket_tags" AS
WITH "t3" AS (
  SELECT
    'zendesk' AS "source",
    CAST("t2"."ticket_id" AS VARCHAR) AS "ticket",
    "t2"."tags"
  FROM (
    SELECT DISTINCT
      *
    FROM (
      SELECT
        "t0"."ticket_id",
        "t0"."tag" AS "tags"
      FROM "zendesk"."ticket_tag" AS "t0"
    ) AS "t1"
  ) AS "t2"
)
SELECT
  "t5"."source",
  "t5"."ticket",
  "t13"."tag"
FROM "t3" AS "t5"
INNER JOIN (
  SELECT DISTINCT
    *
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t9"."tags",
        REGEXP_REPLACE("t9"."tag", '^_|_$', '') AS "tag"
      FROM (
        SELECT
          "t8"."tags",
          IF(_u.pos = _u_2.pos_2, _u_2."tag") AS "tag"
        FROM (
          SELECT DISTINCT
            *
          FROM (
            SELECT
              "t6"."tags"
            FROM (
              SELECT
                *
              FROM "t3" AS "t4"
              WHERE
                "t4"."tags" <> ''
            ) AS "t6"
          ) AS "t7"
        ) AS "t8"
        CROSS JOIN UNNEST(SEQUENCE(
          1,
          GREATEST(
            CARDINALITY(
              SPLIT(
                REGEXP_REPLACE(REPLACE(REPLACE(LOWER("t8"."tags"), '|', ','), ';', ','), '[^a-z0-9,]+', '_'),
                ','
              )
            )
          )
        )) AS _u(pos)
        CROSS JOIN UNNEST(SPLIT(
          REGEXP_REPLACE(REPLACE(REPLACE(LOWER("t8"."tags"), '|', ','), ';', ','), '[^a-z0-9,]+', '_'),
          ','
        )) WITH ORDINALITY AS _u_2("tag", pos_2)
        WHERE
          _u.pos = _u_2.pos_2
          OR (
            _u.pos > CARDINALITY(
              SPLIT(
                REGEXP_REPLACE(REPLACE(REPLACE(LOWER("t8"."tags"), '|', ','), ';', ','), '[^a-z0-9,]+', '_'),
                ','
              )
            )
            AND _u_2.pos_2 = CARDINALITY(
              SPLIT(
                REGEXP_REPLACE(REPLACE(REPLACE(LOWER("t8"."tags"), '|', ','), ';', ','), '[^a-z0-9,]+', '_'),
                ','
              )
            )
          )
      ) AS "t9"
    ) AS "t10"
    WHERE
      "t10"."tag" <> ''
  ) AS "t11"
) AS "t13"
  ON "t5"."tags" = "t13"."tags";

DROP TABLE "helpwright_ticket_tags";

DROP TABLE "helpwright_unresolved";

DROP TABLE "helpwright_links";

DROP TABLE "helpwright_no_events";

DROP TABLE "helpwright_merged";

DROP TABLE "helpwright_signatures";

DROP TABLE "helpwright_suspects";

DROP TABLE "helpwright_addresses";

DROP TABLE "helpwright_sent_addresses";

DROP TABLE "helpwright_tickets";
