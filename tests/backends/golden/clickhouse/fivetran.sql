-- session
SET join_use_nulls = 1;

-- session
SET session_timezone = 'UTC';

-- tickets
CREATE TEMPORARY TABLE "helpwright_tickets" AS
SELECT
  'zendesk' AS "source",
  CAST("t24"."id" AS Nullable(String)) AS "ticket",
  "t24"."created_at" AS "created_at",
  "t24"."updated_at" AS "updated_at",
  CASE
    WHEN "t24"."status" IN ('solved', 'closed', 'deleted')
    THEN COALESCE("t24"."solved_at", "t24"."updated_at")
    ELSE NULL
  END AS "solved_at",
  "t24"."reopened_at" AS "reopened_at",
  CAST(COALESCE("t24"."reopens", 0) AS Nullable(Int32)) AS "reopens",
  CASE
    WHEN "t24"."status" IN ('hold', 'on-hold')
    THEN 'pending'
    WHEN "t24"."status" = 'deleted'
    THEN 'closed'
    ELSE "t24"."status"
  END AS "status",
  COALESCE("t24"."channel", '') AS "channel",
  CASE
    WHEN isNotNull("t24"."team")
    THEN "t24"."team"
    WHEN isNotNull("t24"."group_id")
    THEN CONCAT('team ', CAST("t24"."group_id" AS Nullable(String)))
    ELSE ''
  END AS "team",
  CAST("t24"."requester_id" AS Nullable(String)) AS "requester",
  CASE
    WHEN "t24"."status" = 'deleted'
    THEN 'deleted'
    WHEN "t24"."spam" = 1
    THEN 'spam'
    WHEN (
      "t24"."merged" = 1
    ) OR isNotNull("t24"."survivor")
    THEN 'merged'
    ELSE 'active'
  END AS "state",
  "t24"."survivor" AS "survivor"
FROM (
  SELECT
    "t9"."id" AS "id",
    "t9"."created_at" AS "created_at",
    "t9"."updated_at" AS "updated_at",
    "t9"."status" AS "status",
    "t9"."channel" AS "channel",
    "t9"."requester_id" AS "requester_id",
    "t9"."group_id" AS "group_id",
    "t22"."solved_at" AS "solved_at",
    "t22"."reopened_at" AS "reopened_at",
    "t22"."reopens" AS "reopens",
    "t23"."merged" AS "merged",
    "t23"."spam" AS "spam",
    "t17"."survivor" AS "survivor",
    "t10"."team" AS "team"
  FROM (
    SELECT
      "t0"."id" AS "id",
      "t0"."created_at" AS "created_at",
      "t0"."updated_at" AS "updated_at",
      "t0"."status" AS "status",
      "t0"."via_channel" AS "channel",
      "t0"."group_id" AS "group_id",
      "t0"."requester_id" AS "requester_id"
    FROM "zendesk"."ticket" AS "t0"
  ) AS "t9"
  LEFT OUTER JOIN (
    SELECT
      "t18"."ticket_id" AS "ticket_id",
      MAX("t18"."solved") AS "solved_at",
      MAX("t18"."reopened") AS "reopened_at",
      COUNT("t18"."reopened") AS "reopens"
    FROM (
      SELECT
        "t14"."ticket_id" AS "ticket_id",
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
          "t11"."field_name" AS "field_name",
          "t11"."ticket_id" AS "ticket_id",
          "t11"."updated" AS "updated",
          "t11"."value" AS "value",
          lagInFrame("t11"."value") OVER (
            PARTITION BY "t11"."ticket_id"
            ORDER BY "t11"."updated" ASC, "t11"."value" ASC
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
          ) AS "was"
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
      "t18"."ticket_id"
  ) AS "t22"
    ON "t9"."id" = "t22"."ticket_id"
  LEFT OUTER JOIN (
    SELECT
      "t19"."ticket_id" AS "ticket_id",
      MAX("t19"."merged") AS "merged",
      MAX("t19"."spam") AS "spam"
    FROM (
      SELECT
        "t12"."ticket_id" AS "ticket_id",
        "t12"."tags" AS "tags",
        CASE WHEN position("t12"."tags", 'closed_by_merge') > 0 THEN 1 ELSE 0 END AS "merged",
        CASE
          WHEN position(
            CONCAT(
              CONCAT(
                ',',
                replaceAll(
                  replaceAll(replaceAll(replaceAll("t12"."tags", '"', ''), '[', ','), ']', ','),
                  ' ',
                  ''
                )
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
            "t3"."ticket_id" AS "ticket_id",
            "t3"."tag" AS "tags"
          FROM "zendesk"."ticket_tag" AS "t3"
        ) AS "t7"
      ) AS "t12"
    ) AS "t19"
    GROUP BY
      "t19"."ticket_id"
  ) AS "t23"
    ON "t9"."id" = "t23"."ticket_id"
  LEFT OUTER JOIN (
    SELECT
      "t15"."ticket_id" AS "ticket_id",
      MIN("t15"."survivor") AS "survivor"
    FROM (
      SELECT
        "t13"."ticket_id" AS "ticket_id",
        CASE
          WHEN notEmpty(
            extractGroups(CAST("t13"."body" AS String), CONCAT('(', 'merged into request #([0-9]+)', ')'))[2]
          )
          THEN extractGroups(CAST("t13"."body" AS String), CONCAT('(', 'merged into request #([0-9]+)', ')'))[2]
          ELSE NULL
        END AS "survivor"
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t4"."id" AS "id",
            "t4"."body" AS "body",
            "t4"."created" AS "created_at",
            "t4"."public" AS "public",
            "t4"."ticket_id" AS "ticket_id",
            "t4"."user_id" AS "author_id"
          FROM "zendesk"."ticket_comment" AS "t4"
        ) AS "t8"
        WHERE
          position("t8"."body", 'merged into request #') > 0
      ) AS "t13"
    ) AS "t15"
    GROUP BY
      "t15"."ticket_id"
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
CREATE TEMPORARY TABLE "helpwright_sent_addresses" AS
SELECT
  "t19"."source" AS "source",
  "t19"."ticket" AS "ticket",
  "t19"."comment" AS "comment",
  "t19"."author" AS "author",
  "t19"."sent_by" AS "sent_by",
  "t19"."created_at" AS "created_at",
  CASE
    WHEN notEmpty(
      extractGroups(CAST("t19"."piece" AS String), CONCAT('(', '^[^ <>"''?#\t\r\n]*', ')'))[1]
    )
    THEN extractGroups(CAST("t19"."piece" AS String), CONCAT('(', '^[^ <>"''?#\t\r\n]*', ')'))[1]
    ELSE NULL
  END AS "address"
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t17"."source" AS "source",
      "t17"."ticket" AS "ticket",
      "t17"."comment" AS "comment",
      "t17"."author" AS "author",
      "t17"."sent_by" AS "sent_by",
      "t17"."created_at" AS "created_at",
      arrayJoin(splitByString('://', CAST("t17"."text" AS String))) AS "piece"
    FROM (
      SELECT
        "t16"."source" AS "source",
        "t16"."ticket" AS "ticket",
        "t16"."comment" AS "comment",
        "t16"."author" AS "author",
        "t16"."sent_by" AS "sent_by",
        "t16"."created_at" AS "created_at",
        CASE
          WHEN position("t16"."text", '://hilfe.example.org') > 0
          THEN "t16"."text"
          WHEN position("t16"."text", 'hilfe.example.org/') > 0
          THEN replaceAll(
            replaceAll(
              replaceAll(
                replaceAll(
                  replaceAll(CONCAT(' ', "t16"."text"), ' hilfe.example.org/', ' ://hilfe.example.org/'),
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
          ELSE "t16"."text"
        END AS "text"
      FROM (
        SELECT
          "t15"."source" AS "source",
          "t15"."ticket" AS "ticket",
          "t15"."comment" AS "comment",
          "t15"."author" AS "author",
          "t15"."sent_by" AS "sent_by",
          "t15"."created_at" AS "created_at",
          CASE
            WHEN position("t15"."text", '://help.example.org') > 0
            THEN "t15"."text"
            WHEN position("t15"."text", 'help.example.org/') > 0
            THEN replaceAll(
              replaceAll(
                replaceAll(
                  replaceAll(
                    replaceAll(CONCAT(' ', "t15"."text"), ' help.example.org/', ' ://help.example.org/'),
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
            ELSE "t15"."text"
          END AS "text"
        FROM (
          SELECT
            "t14"."source" AS "source",
            "t14"."ticket" AS "ticket",
            "t14"."comment" AS "comment",
            "t14"."author" AS "author",
            "t14"."sent_by" AS "sent_by",
            "t14"."created_at" AS "created_at",
            CASE
              WHEN "t14"."html"
              THEN CASE
                WHEN position("t14"."text", '<blockquote') > 0
                THEN CASE
                  WHEN NOT (
                    position(
                      SUBSTRING(
                        "t14"."text",
                        CASE
                          WHEN (
                            (
                              position("t14"."text", '<blockquote') - 1
                            ) + 11 + 1
                          ) >= 1
                          THEN (
                            position("t14"."text", '<blockquote') - 1
                          ) + 11 + 1
                          ELSE (
                            position("t14"."text", '<blockquote') - 1
                          ) + 11 + 1 + LENGTH("t14"."text")
                        END
                      ),
                      '<blockquote'
                    ) > 0
                  )
                  AND (
                    position("t14"."text", '</blockquote>') > 0
                  )
                  THEN CONCAT(
                    CONCAT(
                      SUBSTRING(
                        "t14"."text",
                        CASE WHEN (
                          0 + 1
                        ) >= 1 THEN 0 + 1 ELSE 0 + 1 + LENGTH("t14"."text") END,
                        position("t14"."text", '<blockquote') - 1
                      ),
                      ' '
                    ),
                    SUBSTRING(
                      "t14"."text",
                      CASE
                        WHEN (
                          (
                            position("t14"."text", '</blockquote>') - 1
                          ) + 13 + 1
                        ) >= 1
                        THEN (
                          position("t14"."text", '</blockquote>') - 1
                        ) + 13 + 1
                        ELSE (
                          position("t14"."text", '</blockquote>') - 1
                        ) + 13 + 1 + LENGTH("t14"."text")
                      END
                    )
                  )
                  ELSE replaceRegexpAll(
                    replaceRegexpAll(
                      replaceRegexpAll(
                        replaceRegexpAll(
                          replaceAll(
                            replaceAll(
                              replaceAll(replaceAll(replaceAll("t14"."text", '`', ' '), '{', ' '), '}', ' '),
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
                WHEN position("t14"."text", '\n>') > 0
                THEN replaceRegexpAll("t14"."text", '(\n>[^\n]*)+', '')
                WHEN startsWith("t14"."text", '>')
                THEN replaceRegexpAll(CONCAT('\n', "t14"."text"), '(\n>[^\n]*)+', '')
                ELSE "t14"."text"
              END
            END AS "text"
          FROM (
            SELECT
              "t13"."source" AS "source",
              "t13"."ticket" AS "ticket",
              "t13"."comment" AS "comment",
              "t13"."author" AS "author",
              "t13"."sent_by" AS "sent_by",
              "t13"."created_at" AS "created_at",
              "t13"."html" AS "html",
              CASE
                WHEN "t13"."html"
                THEN CASE
                  WHEN (
                    position("t13"."body", '="gmail_') > 0
                  )
                  OR (
                    position("t13"."body", '="signature') > 0
                  )
                  OR (
                    position("t13"."body", '="yahoo_quoted') > 0
                  )
                  OR (
                    position("t13"."body", '="moz-') > 0
                  )
                  OR (
                    position("t13"."body", '="divRplyFwdMsg') > 0
                  )
                  OR (
                    position("t13"."body", '="appendonsend') > 0
                  )
                  OR (
                    position("t13"."body", '="zd-quoted') > 0
                  )
                  OR (
                    position("t13"."body", '="protonmail_') > 0
                  )
                  OR (
                    position("t13"."body", '>-- \n') > 0
                  )
                  OR (
                    position("t13"."body", '>-- <') > 0
                  )
                  THEN SUBSTRING(
                    "t13"."body",
                    CASE WHEN (
                      0 + 1
                    ) >= 1 THEN 0 + 1 ELSE 0 + 1 + LENGTH("t13"."body") END,
                    LEAST(
                      CASE
                        WHEN position("t13"."body", '="gmail_') > 0
                        THEN position("t13"."body", '="gmail_') - 1
                        ELSE LENGTH("t13"."body")
                      END,
                      CASE
                        WHEN position("t13"."body", '="signature') > 0
                        THEN position("t13"."body", '="signature') - 1
                        ELSE LENGTH("t13"."body")
                      END,
                      CASE
                        WHEN position("t13"."body", '="yahoo_quoted') > 0
                        THEN position("t13"."body", '="yahoo_quoted') - 1
                        ELSE LENGTH("t13"."body")
                      END,
                      CASE
                        WHEN position("t13"."body", '="moz-') > 0
                        THEN position("t13"."body", '="moz-') - 1
                        ELSE LENGTH("t13"."body")
                      END,
                      CASE
                        WHEN position("t13"."body", '="divRplyFwdMsg') > 0
                        THEN position("t13"."body", '="divRplyFwdMsg') - 1
                        ELSE LENGTH("t13"."body")
                      END,
                      CASE
                        WHEN position("t13"."body", '="appendonsend') > 0
                        THEN position("t13"."body", '="appendonsend') - 1
                        ELSE LENGTH("t13"."body")
                      END,
                      CASE
                        WHEN position("t13"."body", '="zd-quoted') > 0
                        THEN position("t13"."body", '="zd-quoted') - 1
                        ELSE LENGTH("t13"."body")
                      END,
                      CASE
                        WHEN position("t13"."body", '="protonmail_') > 0
                        THEN position("t13"."body", '="protonmail_') - 1
                        ELSE LENGTH("t13"."body")
                      END,
                      CASE
                        WHEN position("t13"."body", '>-- \n') > 0
                        THEN position("t13"."body", '>-- \n') - 1
                        ELSE LENGTH("t13"."body")
                      END,
                      CASE
                        WHEN position("t13"."body", '>-- <') > 0
                        THEN position("t13"."body", '>-- <') - 1
                        ELSE LENGTH("t13"."body")
                      END
                    )
                  )
                  ELSE "t13"."body"
                END
                ELSE CASE
                  WHEN position("t13"."body", '\nFrom: ') > 0
                  THEN replaceRegexpAll(replaceAll("t13"."body", '`', ' '), '\nFrom: [^\n]*\n(Sent|Date|To): [^`]*', '')
                  WHEN (
                    position("t13"."body", 'wrote:\n') > 0
                  )
                  AND NOT (
                    position("t13"."body", 'wrote:\n>') > 0
                  )
                  THEN replaceRegexpAll(
                    replaceAll("t13"."body", '`', ' '),
                    '\nOn [^\n]*(\n[^\n]*)?wrote:[ ]*\n[\n]?[^>\n][^`]*',
                    ''
                  )
                  WHEN position("t13"."body", '\n--') > 0
                  THEN SUBSTRING(
                    "t13"."body",
                    CASE WHEN (
                      0 + 1
                    ) >= 1 THEN 0 + 1 ELSE 0 + 1 + LENGTH("t13"."body") END,
                    LEAST(
                      CASE
                        WHEN position("t13"."body", '\n-- \n') > 0
                        THEN position("t13"."body", '\n-- \n') - 1
                        ELSE LENGTH("t13"."body")
                      END,
                      CASE
                        WHEN position("t13"."body", '\n--\n') > 0
                        THEN position("t13"."body", '\n--\n') - 1
                        ELSE LENGTH("t13"."body")
                      END,
                      CASE
                        WHEN position("t13"."body", '\n-----Original Message-----') > 0
                        THEN position("t13"."body", '\n-----Original Message-----') - 1
                        ELSE LENGTH("t13"."body")
                      END,
                      CASE
                        WHEN position("t13"."body", '\n---------- Forwarded message') > 0
                        THEN position("t13"."body", '\n---------- Forwarded message') - 1
                        ELSE LENGTH("t13"."body")
                      END
                    )
                  )
                  ELSE "t13"."body"
                END
              END AS "text"
            FROM (
              SELECT
                "t12"."source" AS "source",
                "t12"."ticket" AS "ticket",
                "t12"."comment" AS "comment",
                "t12"."author" AS "author",
                "t12"."sent_by" AS "sent_by",
                "t12"."created_at" AS "created_at",
                "t12"."body" AS "body",
                position("t12"."body", '</') > 0 AS "html"
              FROM (
                SELECT
                  "t11"."source" AS "source",
                  "t11"."ticket" AS "ticket",
                  "t11"."comment" AS "comment",
                  "t11"."author" AS "author",
                  "t11"."sent_by" AS "sent_by",
                  "t11"."created_at" AS "created_at",
                  CASE
                    WHEN position("t11"."body", '\r\n') > 0
                    THEN replaceAll("t11"."body", '\r\n', '\n')
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
                          CAST("t7"."ticket_id" AS Nullable(String)) AS "ticket",
                          CAST("t7"."id" AS Nullable(String)) AS "comment",
                          CAST("t7"."author_id" AS Nullable(String)) AS "author",
                          CASE
                            WHEN "t7"."author_id" = -1
                            THEN 'bot'
                            WHEN "t7"."role" IN ('agent', 'admin')
                            THEN 'agent'
                            WHEN "t7"."role" = 'end-user'
                            THEN 'customer'
                            ELSE ''
                          END AS "sent_by",
                          "t7"."created_at" AS "created_at",
                          "t7"."body" AS "body"
                        FROM (
                          SELECT
                            "t6"."id" AS "id",
                            "t6"."ticket_id" AS "ticket_id",
                            "t6"."author_id" AS "author_id",
                            "t6"."created_at" AS "created_at",
                            "t6"."body" AS "body",
                            "t4"."role" AS "role"
                          FROM (
                            SELECT
                              *
                            FROM (
                              SELECT
                                "t0"."id" AS "id",
                                "t0"."body" AS "body",
                                "t0"."created" AS "created_at",
                                "t0"."public" AS "public",
                                "t0"."ticket_id" AS "ticket_id",
                                "t0"."user_id" AS "author_id"
                              FROM "zendesk"."ticket_comment" AS "t0"
                            ) AS "t2"
                            WHERE
                              "t2"."public" AND NOT (
                                position("t2"."body", 'merged into this request') > 0
                              )
                          ) AS "t6"
                          LEFT OUTER JOIN (
                            SELECT
                              "t1"."id" AS "author_id",
                              "t1"."role" AS "role"
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
                        position("t9"."body", '.example.org/') > 0
                      )
                      OR (
                        position("t9"."body", '.example.org/') > 0
                      )
                  ) AS "t10"
                ) AS "t11"
              ) AS "t12"
            ) AS "t13"
          ) AS "t14"
        ) AS "t15"
      ) AS "t16"
    ) AS "t17"
  ) AS "t18"
  WHERE
    startsWith("t18"."piece", 'help.example.org')
    OR startsWith("t18"."piece", 'hilfe.example.org')
) AS "t19";

-- addresses
SELECT DISTINCT
  *
FROM (
  SELECT
    "t0"."address" AS "address"
  FROM "helpwright_sent_addresses" AS "t0"
) AS "t1";

-- addresses
CREATE TEMPORARY TABLE "helpwright_addresses" AS
SELECT CAST(NULL AS Nullable(String)) AS "address", CAST(NULL AS Nullable(String)) AS "url", CAST(NULL AS Nullable(String)) AS "article" WHERE 1 = 0;

-- suspects
CREATE TEMPORARY TABLE "helpwright_suspects" AS
WITH "t6" AS (
  SELECT
    *
  FROM (
    SELECT
      "t4"."source" AS "source",
      "t4"."ticket" AS "ticket",
      "t4"."comment" AS "comment",
      "t4"."author" AS "author",
      "t4"."sent_by" AS "sent_by",
      "t4"."created_at" AS "created_at",
      "t4"."address" AS "address",
      "t2"."url" AS "url",
      "t2"."article" AS "article"
    FROM (
      SELECT
        *
      FROM "helpwright_sent_addresses" AS "t0"
      WHERE
        isNotNull("t0"."created_at")
    ) AS "t4"
    INNER JOIN "helpwright_addresses" AS "t2"
      ON "t4"."address" = "t2"."address"
  ) AS "t5"
  WHERE
    "t5"."sent_by" = 'agent' AND isNotNull("t5"."author")
)
SELECT
  "t13"."source" AS "source",
  "t13"."author" AS "author",
  "t13"."url" AS "url"
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t9"."source" AS "source",
      "t9"."author" AS "author",
      "t9"."url" AS "url",
      "t9"."times" AS "times",
      "t11"."linking" AS "linking"
    FROM (
      SELECT
        "t7"."source" AS "source",
        "t7"."author" AS "author",
        "t7"."url" AS "url",
        COUNT(*) AS "times"
      FROM "t6" AS "t7"
      GROUP BY
        "t7"."source",
        "t7"."author",
        "t7"."url"
    ) AS "t9"
    INNER JOIN (
      SELECT
        "t7"."source" AS "source",
        "t7"."author" AS "author",
        uniqExact("t7"."comment") AS "linking"
      FROM "t6" AS "t7"
      GROUP BY
        "t7"."source",
        "t7"."author"
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
  "t34"."source" AS "source",
  "t34"."author" AS "author",
  "t34"."url" AS "url",
  'agent' AS "sent_by"
FROM (
  SELECT
    "t33"."source" AS "source",
    "t33"."author" AS "author",
    "t33"."url" AS "url"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t25"."source" AS "source",
        "t25"."author" AS "author",
        "t25"."url" AS "url",
        "t25"."used" AS "used",
        "t31"."written" AS "written"
      FROM (
        SELECT
          "t22"."source" AS "source",
          "t22"."author" AS "author",
          "t22"."url" AS "url",
          uniqExact("t22"."comment") AS "used"
        FROM (
          SELECT
            "t20"."source" AS "source",
            "t20"."author" AS "author",
            "t20"."url" AS "url",
            "t20"."comment" AS "comment"
          FROM (
            SELECT
              *
            FROM (
              SELECT
                "t13"."source" AS "source",
                "t13"."ticket" AS "ticket",
                "t13"."comment" AS "comment",
                "t13"."author" AS "author",
                "t13"."sent_by" AS "sent_by",
                "t13"."created_at" AS "created_at",
                "t13"."address" AS "address",
                "t6"."url" AS "url",
                "t6"."article" AS "article"
              FROM (
                SELECT
                  *
                FROM "helpwright_sent_addresses" AS "t1"
                WHERE
                  isNotNull("t1"."created_at")
              ) AS "t13"
              INNER JOIN "helpwright_addresses" AS "t6"
                ON "t13"."address" = "t6"."address"
            ) AS "t17"
            WHERE
              "t17"."sent_by" = 'agent' AND isNotNull("t17"."author")
          ) AS "t20"
          INNER JOIN "helpwright_suspects" AS "t5"
            ON "t20"."source" = "t5"."source"
            AND "t20"."author" = "t5"."author"
            AND "t20"."url" = "t5"."url"
        ) AS "t22"
        GROUP BY
          "t22"."source",
          "t22"."author",
          "t22"."url"
      ) AS "t25"
      INNER JOIN (
        SELECT
          "t29"."source" AS "source",
          "t29"."author" AS "author",
          COUNT(*) AS "written"
        FROM (
          SELECT
            "t28"."source" AS "source",
            "t28"."author" AS "author"
          FROM (
            SELECT
              "t26"."source" AS "source",
              "t26"."author" AS "author"
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  *
                FROM (
                  SELECT
                    'zendesk' AS "source",
                    CAST("t19"."ticket_id" AS Nullable(String)) AS "ticket",
                    CAST("t19"."id" AS Nullable(String)) AS "comment",
                    CAST("t19"."author_id" AS Nullable(String)) AS "author",
                    CASE
                      WHEN "t19"."author_id" = -1
                      THEN 'bot'
                      WHEN "t19"."role" IN ('agent', 'admin')
                      THEN 'agent'
                      WHEN "t19"."role" = 'end-user'
                      THEN 'customer'
                      ELSE ''
                    END AS "sent_by",
                    "t19"."created_at" AS "created_at",
                    "t19"."body" AS "body"
                  FROM (
                    SELECT
                      "t16"."id" AS "id",
                      "t16"."ticket_id" AS "ticket_id",
                      "t16"."author_id" AS "author_id",
                      "t16"."created_at" AS "created_at",
                      "t16"."body" AS "body",
                      "t11"."role" AS "role"
                    FROM (
                      SELECT
                        *
                      FROM (
                        SELECT
                          "t3"."id" AS "id",
                          "t3"."body" AS "body",
                          "t3"."created" AS "created_at",
                          "t3"."public" AS "public",
                          "t3"."ticket_id" AS "ticket_id",
                          "t3"."user_id" AS "author_id"
                        FROM "zendesk"."ticket_comment" AS "t3"
                      ) AS "t8"
                      WHERE
                        "t8"."public" AND NOT (
                          position("t8"."body", 'merged into this request') > 0
                        )
                    ) AS "t16"
                    LEFT OUTER JOIN (
                      SELECT
                        "t4"."id" AS "author_id",
                        "t4"."role" AS "role"
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
                "t0"."source" AS "source",
                "t0"."author" AS "author"
              FROM "helpwright_suspects" AS "t0"
            ) AS "t7"
          ) AS "t14"
            ON "t28"."source" = "t14"."source" AND "t28"."author" = "t14"."author"
        ) AS "t29"
        GROUP BY
          "t29"."source",
          "t29"."author"
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
CREATE TEMPORARY TABLE "helpwright_merged" AS
SELECT
  "t1"."source" AS "source",
  "t1"."ticket" AS "ticket",
  "t1"."survivor" AS "survivor"
FROM (
  SELECT
    *
  FROM "helpwright_tickets" AS "t0"
  WHERE
    isNotNull("t0"."survivor")
) AS "t1";

-- no_events
CREATE TEMPORARY TABLE "helpwright_no_events" AS
SELECT CAST(NULL AS Nullable(DateTime)) AS "at", CAST(NULL AS Nullable(String)) AS "name", CAST(NULL AS Nullable(String)) AS "page", CAST(NULL AS Nullable(String)) AS "article", CAST(NULL AS Nullable(String)) AS "language", CAST(NULL AS Nullable(String)) AS "query", CAST(NULL AS Nullable(Int32)) AS "results", CAST(NULL AS Nullable(Int32)) AS "position", CAST(NULL AS Nullable(String)) AS "value", CAST(NULL AS Nullable(String)) AS "reason", CAST(NULL AS Nullable(String)) AS "troubleshooter", CAST(NULL AS Nullable(String)) AS "step", CAST(NULL AS Nullable(String)) AS "outcome", CAST(NULL AS Nullable(Int32)) AS "is_first", CAST(NULL AS Nullable(String)) AS "after", CAST(NULL AS Nullable(String)) AS "viewed", CAST(NULL AS Nullable(String)) AS "channel" WHERE 1 = 0;

-- links
CREATE TEMPORARY TABLE "helpwright_links" AS
SELECT
  "t11"."source" AS "source",
  "t11"."ticket" AS "ticket",
  "t11"."article" AS "article",
  "t11"."sent_by" AS "sent_by",
  MIN("t11"."created_at") AS "first_at"
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t9"."source" AS "source",
      COALESCE("t9"."survivor", "t9"."ticket") AS "ticket",
      "t9"."sent_by" AS "sent_by",
      "t9"."created_at" AS "created_at",
      "t9"."url" AS "url",
      "t9"."article" AS "article",
      "t9"."survivor" AS "survivor"
    FROM (
      SELECT
        "t8"."source" AS "source",
        "t8"."ticket" AS "ticket",
        "t8"."sent_by" AS "sent_by",
        "t8"."created_at" AS "created_at",
        "t4"."url" AS "url",
        "t4"."article" AS "article",
        "t6"."survivor" AS "survivor"
      FROM (
        SELECT
          *
        FROM "helpwright_sent_addresses" AS "t0"
        WHERE
          isNotNull("t0"."created_at")
      ) AS "t8"
      INNER JOIN "helpwright_addresses" AS "t4"
        ON "t8"."address" = "t4"."address"
      LEFT ANTI JOIN "helpwright_signatures" AS "t5"
        ON "t8"."source" = "t5"."source"
        AND "t8"."author" = "t5"."author"
        AND "t4"."url" = "t5"."url"
        AND "t8"."sent_by" = "t5"."sent_by"
      LEFT OUTER JOIN "helpwright_merged" AS "t6"
        ON "t8"."source" = "t6"."source" AND "t8"."ticket" = "t6"."ticket"
    ) AS "t9"
  ) AS "t10"
  WHERE
    isNotNull("t10"."article")
) AS "t11"
GROUP BY
  "t11"."source",
  "t11"."ticket",
  "t11"."article",
  "t11"."sent_by";

-- unresolved
CREATE TEMPORARY TABLE "helpwright_unresolved" AS
SELECT
  *
FROM (
  SELECT
    "t11"."source" AS "source",
    "t11"."ticket" AS "ticket",
    "t11"."url" AS "url",
    MIN("t11"."created_at") AS "first_at"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t9"."source" AS "source",
        COALESCE("t9"."survivor", "t9"."ticket") AS "ticket",
        "t9"."sent_by" AS "sent_by",
        "t9"."created_at" AS "created_at",
        "t9"."url" AS "url",
        "t9"."article" AS "article",
        "t9"."survivor" AS "survivor"
      FROM (
        SELECT
          "t8"."source" AS "source",
          "t8"."ticket" AS "ticket",
          "t8"."sent_by" AS "sent_by",
          "t8"."created_at" AS "created_at",
          "t4"."url" AS "url",
          "t4"."article" AS "article",
          "t6"."survivor" AS "survivor"
        FROM (
          SELECT
            *
          FROM "helpwright_sent_addresses" AS "t0"
          WHERE
            isNotNull("t0"."created_at")
        ) AS "t8"
        INNER JOIN "helpwright_addresses" AS "t4"
          ON "t8"."address" = "t4"."address"
        LEFT ANTI JOIN "helpwright_signatures" AS "t5"
          ON "t8"."source" = "t5"."source"
          AND "t8"."author" = "t5"."author"
          AND "t4"."url" = "t5"."url"
          AND "t8"."sent_by" = "t5"."sent_by"
        LEFT OUTER JOIN "helpwright_merged" AS "t6"
          ON "t8"."source" = "t6"."source" AND "t8"."ticket" = "t6"."ticket"
      ) AS "t9"
    ) AS "t10"
    WHERE
      isNull("t10"."article") AND "t10"."sent_by" = 'agent'
  ) AS "t11"
  GROUP BY
    "t11"."source",
    "t11"."ticket",
    "t11"."url"
) AS "t12";

-- ticket_tags
CREATE TEMPORARY TABLE "helpwright_ticket_tags" AS
WITH "t3" AS (
  SELECT
    'zendesk' AS "source",
    CAST("t2"."ticket_id" AS Nullable(String)) AS "ticket",
    "t2"."tags" AS "tags"
  FROM (
    SELECT DISTINCT
      *
    FROM (
      SELECT
        "t0"."ticket_id" AS "ticket_id",
        "t0"."tag" AS "tags"
      FROM "zendesk"."ticket_tag" AS "t0"
    ) AS "t1"
  ) AS "t2"
)
SELECT
  "t5"."source" AS "source",
  "t5"."ticket" AS "ticket",
  "t13"."tag" AS "tag"
FROM "t3" AS "t5"
INNER JOIN (
  SELECT DISTINCT
    *
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t9"."tags" AS "tags",
        replaceRegexpAll("t9"."tag", '^_|_$', '') AS "tag"
      FROM (
        SELECT
          "t8"."tags" AS "tags",
          arrayJoin(
            splitByString(
              ',',
              CAST(replaceRegexpAll(replaceAll(replaceAll(LOWER("t8"."tags"), '|', ','), ';', ','), '[^a-z0-9,]+', '_') AS String)
            )
          ) AS "tag"
        FROM (
          SELECT DISTINCT
            *
          FROM (
            SELECT
              "t6"."tags" AS "tags"
            FROM (
              SELECT
                *
              FROM "t3" AS "t4"
              WHERE
                "t4"."tags" <> ''
            ) AS "t6"
          ) AS "t7"
        ) AS "t8"
      ) AS "t9"
    ) AS "t10"
    WHERE
      "t10"."tag" <> ''
  ) AS "t11"
) AS "t13"
  ON "t5"."tags" = "t13"."tags";
