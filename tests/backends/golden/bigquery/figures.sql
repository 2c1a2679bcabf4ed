-- report_articles
CREATE TEMP TABLE `helpwright_report_articles` AS
SELECT CAST('o\'clock' AS STRING) AS `article`, CAST('' AS STRING) AS `category`, CAST('' AS STRING) AS `tag`, CAST('agents' AS STRING) AS `audience`, CAST('2026-03-01' AS DATE) AS `published_on`
UNION ALL SELECT CAST('refunds' AS STRING) AS `article`, CAST('Billing & invoices' AS STRING) AS `category`, CAST('billing_invoices' AS STRING) AS `tag`, CAST('public' AS STRING) AS `audience`, CAST(NULL AS DATE) AS `published_on`;

-- judged
CREATE TEMP TABLE `helpwright_judged` AS
SELECT CAST('zendesk' AS STRING) AS `source`, CAST('12' AS STRING) AS `ticket`, CAST('refunds' AS STRING) AS `article`, CAST(1 AS INT64) AS `is_right`;

-- linked
CREATE TEMP TABLE `helpwright_linked` AS
SELECT
  `t3`.`source`,
  `t3`.`ticket`,
  `t3`.`article`,
  `t3`.`first_at`,
  `t3`.`sent_by`,
  `t6`.`requester`,
  `t6`.`status`,
  `t6`.`created_at`,
  `t6`.`solved_at`,
  `t6`.`reopened_at`,
  `t6`.`reopens`
FROM (
  SELECT
    `t0`.`source`,
    `t0`.`ticket`,
    `t0`.`article`,
    `t0`.`first_at`,
    `t0`.`sent_by`
  FROM `links` AS `t0`
) AS `t3`
INNER JOIN (
  SELECT
    `t4`.`source`,
    `t4`.`ticket`,
    `t4`.`requester`,
    `t4`.`status`,
    `t4`.`created_at`,
    `t4`.`solved_at`,
    `t4`.`reopened_at`,
    `t4`.`reopens`
  FROM (
    SELECT
      *
    FROM `tickets` AS `t1`
    WHERE
      `t1`.`state` = 'active'
  ) AS `t4`
) AS `t6`
  ON `t3`.`source` = `t6`.`source` AND `t3`.`ticket` = `t6`.`ticket`;

-- closed
CREATE TEMP TABLE `helpwright_closed` AS
SELECT
  `t21`.`source`,
  `t21`.`ticket`,
  `t21`.`requester`,
  `t21`.`team`,
  `t21`.`reopens`,
  (
    EXTRACT(year FROM `t21`.`solved_at`) * 100
  ) + EXTRACT(month FROM `t21`.`solved_at`) AS `month`,
  CASE WHEN `t21`.`older` IS NOT NULL THEN 1 ELSE 0 END AS `linked`,
  COALESCE(`t21`.`older`, 0) AS `known`
FROM (
  SELECT
    `t12`.`source`,
    `t12`.`ticket`,
    `t12`.`requester`,
    `t12`.`team`,
    `t12`.`reopens`,
    `t12`.`solved_at`,
    `t20`.`older`
  FROM (
    SELECT
      *
    FROM (
      SELECT
        *
      FROM `tickets` AS `t0`
      WHERE
        `t0`.`state` = 'active'
    ) AS `t5`
    WHERE
      `t5`.`status` IN ('solved', 'closed')
      AND `t5`.`solved_at` >= TIMESTAMP('2026-01-01T00:00:00+00:00')
      AND `t5`.`solved_at` < TIMESTAMP('2026-11-01T00:00:00+00:00')
  ) AS `t12`
  LEFT OUTER JOIN (
    SELECT
      `t18`.`source`,
      `t18`.`ticket`,
      MAX(
        CASE
          WHEN COALESCE(
            (
              `t18`.`since` < `t18`.`created_at`
            )
            OR (
              `t18`.`published_on` <= DATE(`t18`.`created_at`)
            ),
            FALSE
          )
          THEN 1
          ELSE 0
        END
      ) AS `older`
    FROM (
      SELECT
        `t15`.`source`,
        `t15`.`ticket`,
        `t15`.`created_at`,
        `t17`.`since`,
        `t17`.`published_on`
      FROM (
        SELECT
          `t10`.`source`,
          `t10`.`ticket`,
          `t10`.`article`,
          `t10`.`created_at`
        FROM (
          SELECT
            *
          FROM (
            SELECT
              *
            FROM `helpwright_linked` AS `t1`
            WHERE
              `t1`.`sent_by` = 'agent'
          ) AS `t6`
          WHERE
            `t6`.`status` IN ('solved', 'closed')
            AND `t6`.`solved_at` >= TIMESTAMP('2026-01-01T00:00:00+00:00')
            AND `t6`.`solved_at` < TIMESTAMP('2026-11-01T00:00:00+00:00')
        ) AS `t10`
      ) AS `t15`
      INNER JOIN (
        SELECT
          `t13`.`article`,
          `t13`.`since`,
          `t8`.`published_on`
        FROM (
          SELECT
            `t7`.`article`,
            MIN(`t7`.`first_at`) AS `since`
          FROM (
            SELECT
              *
            FROM `links` AS `t2`
            WHERE
              `t2`.`sent_by` = 'agent'
          ) AS `t7`
          GROUP BY
            1
        ) AS `t13`
        LEFT OUTER JOIN (
          SELECT
            `t3`.`article`,
            `t3`.`published_on`
          FROM `helpwright_report_articles` AS `t3`
        ) AS `t8`
          ON `t13`.`article` = `t8`.`article`
      ) AS `t17`
        ON `t15`.`article` = `t17`.`article`
    ) AS `t18`
    GROUP BY
      1,
      2
  ) AS `t20`
    ON `t12`.`source` = `t20`.`source` AND `t12`.`ticket` = `t20`.`ticket`
) AS `t21`;

-- events
CREATE TEMP TABLE `helpwright_events` AS
SELECT
  *
FROM `events` AS `t0`
WHERE
  `t0`.`at` >= TIMESTAMP('2026-01-01T00:00:00+00:00')
  AND `t0`.`at` < TIMESTAMP('2026-11-01T00:00:00+00:00');

-- classified
CREATE TEMP TABLE `helpwright_classified` AS
WITH `t8` AS (
  SELECT
    *
  FROM `helpwright_report_articles` AS `t3`
  WHERE
    `t3`.`category` <> ''
), `t16` AS (
  SELECT DISTINCT
    *
  FROM (
    SELECT
      `t5`.`source`,
      `t5`.`ticket`,
      `t14`.`category`
    FROM `ticket_tags` AS `t5`
    INNER JOIN (
      SELECT DISTINCT
        *
      FROM (
        SELECT
          `t9`.`category`,
          `t9`.`tag`
        FROM `t8` AS `t9`
      ) AS `t11`
    ) AS `t14`
      ON `t5`.`tag` = `t14`.`tag`
  ) AS `t15`
)
SELECT
  `t22`.`category`,
  `t7`.`requester`,
  `t7`.`linked`,
  `t7`.`known`,
  `t7`.`reopens`
FROM (
  SELECT
    *
  FROM `t16` AS `t17`
  UNION ALL
  SELECT
    *
  FROM (
    SELECT DISTINCT
      *
    FROM (
      SELECT
        `t4`.`source`,
        `t4`.`ticket`,
        `t12`.`category`
      FROM `topics` AS `t4`
      INNER JOIN (
        SELECT
          `t9`.`article`,
          `t9`.`category`
        FROM `t8` AS `t9`
      ) AS `t12`
        ON `t4`.`article` = `t12`.`article`
      WHERE
        NOT EXISTS(
          SELECT
            1
          FROM `t16` AS `t18`
          WHERE
            `t4`.`source` = `t18`.`source` AND `t4`.`ticket` = `t18`.`ticket`
        )
    ) AS `t19`
  ) AS `t20`
) AS `t22`
INNER JOIN (
  SELECT
    `t0`.`source`,
    `t0`.`ticket`,
    `t0`.`requester`,
    `t0`.`linked`,
    `t0`.`known`,
    `t0`.`reopens`
  FROM `helpwright_closed` AS `t0`
) AS `t7`
  ON `t22`.`source` = `t7`.`source` AND `t22`.`ticket` = `t7`.`ticket`;

-- viewed
CREATE TEMP TABLE `helpwright_viewed` AS
SELECT
  `t4`.`item`,
  CASE
    WHEN INSTR(CONCAT(CONCAT(',', `t4`.`after`), ','), ',helped,') > 0
    THEN 1
    ELSE 0
  END AS `helped`
FROM (
  SELECT
    *
  FROM (
    SELECT
      `t2`.`after`,
      IF(pos = pos_2, `item`, NULL) AS `item`
    FROM (
      SELECT
        `t1`.`viewed`,
        `t1`.`after`
      FROM (
        SELECT
          *
        FROM `helpwright_events` AS `t0`
        WHERE
          `t0`.`name` = 'form-submit' AND `t0`.`viewed` <> ''
      ) AS `t1`
    ) AS `t2`
    CROSS JOIN UNNEST(GENERATE_ARRAY(0, GREATEST(ARRAY_LENGTH(SPLIT(`t2`.`viewed`, ','))) - 1)) AS pos
    CROSS JOIN UNNEST(SPLIT(`t2`.`viewed`, ',')) AS `item` WITH OFFSET AS pos_2
    WHERE
      pos = pos_2
      OR (
        pos > (
          ARRAY_LENGTH(SPLIT(`t2`.`viewed`, ',')) - 1
        )
        AND pos_2 = (
          ARRAY_LENGTH(SPLIT(`t2`.`viewed`, ',')) - 1
        )
      )
  ) AS `t3`
  WHERE
    `t3`.`item` <> ''
) AS `t4`;

-- site
SELECT
  COUNT(*) AS `closed`,
  SUM(`t0`.`linked`) AS `linked`,
  SUM(`t0`.`known`) AS `known`,
  COUNT(DISTINCT `t0`.`requester`) AS `people`
FROM `helpwright_closed` AS `t0`;

-- months
SELECT
  `t0`.`month`,
  COUNT(*) AS `closed`,
  SUM(`t0`.`linked`) AS `linked`,
  SUM(`t0`.`known`) AS `known`,
  COUNT(DISTINCT `t0`.`requester`) AS `people`
FROM `helpwright_closed` AS `t0`
GROUP BY
  1;

-- months folded
SELECT
  COUNT(*) AS `n`,
  COUNT(DISTINCT `t5`.`requester`) AS `people`
FROM (
  SELECT
    `t1`.`source`,
    `t1`.`ticket`,
    `t1`.`requester`,
    `t1`.`team`,
    `t1`.`reopens`,
    `t1`.`month`,
    `t1`.`linked`,
    `t1`.`known`
  FROM `helpwright_closed` AS `t1`
  WHERE
    EXISTS(
      SELECT
        1
      FROM (
        SELECT
          *
        FROM (
          SELECT
            `t0`.`month`,
            COUNT(*) AS `closed`,
            SUM(`t0`.`linked`) AS `linked`,
            SUM(`t0`.`known`) AS `known`,
            COUNT(DISTINCT `t0`.`requester`) AS `people`
          FROM `helpwright_closed` AS `t0`
          GROUP BY
            1
        ) AS `t2`
        WHERE
          `t2`.`people` < 5
      ) AS `t4`
      WHERE
        `t1`.`month` = `t4`.`month`
    )
) AS `t5`;

-- teams
SELECT
  `t0`.`team`,
  COUNT(*) AS `closed`,
  SUM(`t0`.`linked`) AS `linked`,
  SUM(`t0`.`known`) AS `known`,
  COUNT(DISTINCT `t0`.`requester`) AS `people`
FROM `helpwright_closed` AS `t0`
GROUP BY
  1;

-- teams folded
SELECT
  COUNT(*) AS `n`,
  COUNT(DISTINCT `t5`.`requester`) AS `people`
FROM (
  SELECT
    `t1`.`source`,
    `t1`.`ticket`,
    `t1`.`requester`,
    `t1`.`team`,
    `t1`.`reopens`,
    `t1`.`month`,
    `t1`.`linked`,
    `t1`.`known`
  FROM `helpwright_closed` AS `t1`
  WHERE
    EXISTS(
      SELECT
        1
      FROM (
        SELECT
          *
        FROM (
          SELECT
            `t0`.`team`,
            COUNT(*) AS `closed`,
            SUM(`t0`.`linked`) AS `linked`,
            SUM(`t0`.`known`) AS `known`,
            COUNT(DISTINCT `t0`.`requester`) AS `people`
          FROM `helpwright_closed` AS `t0`
          GROUP BY
            1
        ) AS `t2`
        WHERE
          `t2`.`people` < 5
      ) AS `t4`
      WHERE
        `t1`.`team` = `t4`.`team`
    )
) AS `t5`;

-- categories
SELECT
  `t0`.`category`,
  COUNT(*) AS `closed`,
  SUM(`t0`.`linked`) AS `linked`,
  SUM(`t0`.`known`) AS `known`,
  COUNT(DISTINCT `t0`.`requester`) AS `people`
FROM `helpwright_classified` AS `t0`
GROUP BY
  1;

-- categories folded
SELECT
  COUNT(*) AS `n`,
  COUNT(DISTINCT `t5`.`requester`) AS `people`
FROM (
  SELECT
    `t1`.`category`,
    `t1`.`requester`,
    `t1`.`linked`,
    `t1`.`known`,
    `t1`.`reopens`
  FROM `helpwright_classified` AS `t1`
  WHERE
    EXISTS(
      SELECT
        1
      FROM (
        SELECT
          *
        FROM (
          SELECT
            `t0`.`category`,
            COUNT(*) AS `closed`,
            SUM(`t0`.`linked`) AS `linked`,
            SUM(`t0`.`known`) AS `known`,
            COUNT(DISTINCT `t0`.`requester`) AS `people`
          FROM `helpwright_classified` AS `t0`
          GROUP BY
            1
        ) AS `t2`
        WHERE
          `t2`.`people` < 5
      ) AS `t4`
      WHERE
        `t1`.`category` = `t4`.`category`
    )
) AS `t5`;

-- shares
SELECT
  `t3`.`article`,
  COUNT(*) AS `linking`,
  COUNT(DISTINCT `t3`.`requester`) AS `people`
FROM (
  SELECT
    `t2`.`article`,
    `t2`.`requester`
  FROM (
    SELECT
      *
    FROM (
      SELECT
        *
      FROM `helpwright_linked` AS `t0`
      WHERE
        `t0`.`sent_by` = 'agent'
    ) AS `t1`
    WHERE
      `t1`.`status` IN ('solved', 'closed')
      AND `t1`.`solved_at` >= TIMESTAMP('2026-01-01T00:00:00+00:00')
      AND `t1`.`solved_at` < TIMESTAMP('2026-11-01T00:00:00+00:00')
  ) AS `t2`
) AS `t3`
GROUP BY
  1;

-- shares folded
WITH `t3` AS (
  SELECT
    `t2`.`article`,
    `t2`.`requester`
  FROM (
    SELECT
      *
    FROM (
      SELECT
        *
      FROM `helpwright_linked` AS `t0`
      WHERE
        `t0`.`sent_by` = 'agent'
    ) AS `t1`
    WHERE
      `t1`.`status` IN ('solved', 'closed')
      AND `t1`.`solved_at` >= TIMESTAMP('2026-01-01T00:00:00+00:00')
      AND `t1`.`solved_at` < TIMESTAMP('2026-11-01T00:00:00+00:00')
  ) AS `t2`
)
SELECT
  COUNT(*) AS `n`,
  COUNT(DISTINCT `t9`.`requester`) AS `people`
FROM (
  SELECT
    `t5`.`article`,
    `t5`.`requester`
  FROM `t3` AS `t5`
  WHERE
    EXISTS(
      SELECT
        1
      FROM (
        SELECT
          *
        FROM (
          SELECT
            `t4`.`article`,
            COUNT(*) AS `linking`,
            COUNT(DISTINCT `t4`.`requester`) AS `people`
          FROM `t3` AS `t4`
          GROUP BY
            1
        ) AS `t6`
        WHERE
          `t6`.`people` < 5
      ) AS `t8`
      WHERE
        `t5`.`article` = `t8`.`article`
    )
) AS `t9`;

-- reuse_by_category
SELECT
  `t9`.`category`,
  COUNT(*) AS `reuse`,
  COUNT(DISTINCT `t9`.`requester`) AS `people`
FROM (
  SELECT DISTINCT
    *
  FROM (
    SELECT
      `t7`.`source`,
      `t7`.`ticket`,
      `t3`.`category`,
      `t7`.`requester`
    FROM (
      SELECT
        `t5`.`source`,
        `t5`.`ticket`,
        `t5`.`article`,
        `t5`.`requester`
      FROM (
        SELECT
          *
        FROM (
          SELECT
            *
          FROM `helpwright_linked` AS `t1`
          WHERE
            `t1`.`sent_by` = 'agent'
        ) AS `t4`
        WHERE
          `t4`.`first_at` >= TIMESTAMP('2026-01-01T00:00:00+00:00')
          AND `t4`.`first_at` < TIMESTAMP('2026-11-01T00:00:00+00:00')
      ) AS `t5`
    ) AS `t7`
    INNER JOIN (
      SELECT
        `t0`.`article`,
        `t0`.`category`
      FROM `helpwright_report_articles` AS `t0`
    ) AS `t3`
      ON `t7`.`article` = `t3`.`article`
  ) AS `t8`
) AS `t9`
GROUP BY
  1;

-- reuse_by_category folded
WITH `t9` AS (
  SELECT DISTINCT
    *
  FROM (
    SELECT
      `t7`.`source`,
      `t7`.`ticket`,
      `t3`.`category`,
      `t7`.`requester`
    FROM (
      SELECT
        `t5`.`source`,
        `t5`.`ticket`,
        `t5`.`article`,
        `t5`.`requester`
      FROM (
        SELECT
          *
        FROM (
          SELECT
            *
          FROM `helpwright_linked` AS `t1`
          WHERE
            `t1`.`sent_by` = 'agent'
        ) AS `t4`
        WHERE
          `t4`.`first_at` >= TIMESTAMP('2026-01-01T00:00:00+00:00')
          AND `t4`.`first_at` < TIMESTAMP('2026-11-01T00:00:00+00:00')
      ) AS `t5`
    ) AS `t7`
    INNER JOIN (
      SELECT
        `t0`.`article`,
        `t0`.`category`
      FROM `helpwright_report_articles` AS `t0`
    ) AS `t3`
      ON `t7`.`article` = `t3`.`article`
  ) AS `t8`
)
SELECT
  COUNT(*) AS `n`,
  COUNT(DISTINCT `t15`.`requester`) AS `people`
FROM (
  SELECT
    `t11`.`source`,
    `t11`.`ticket`,
    `t11`.`category`,
    `t11`.`requester`
  FROM `t9` AS `t11`
  WHERE
    EXISTS(
      SELECT
        1
      FROM (
        SELECT
          *
        FROM (
          SELECT
            `t10`.`category`,
            COUNT(*) AS `reuse`,
            COUNT(DISTINCT `t10`.`requester`) AS `people`
          FROM `t9` AS `t10`
          GROUP BY
            1
        ) AS `t12`
        WHERE
          `t12`.`people` < 5
      ) AS `t14`
      WHERE
        `t11`.`category` = `t14`.`category`
    )
) AS `t15`;

-- senders
SELECT
  `t2`.`sent_by`,
  COUNT(*) AS `links`,
  COUNT(DISTINCT `t2`.`requester`) AS `people`
FROM (
  SELECT
    `t1`.`sent_by`,
    `t1`.`requester`
  FROM (
    SELECT
      *
    FROM `helpwright_linked` AS `t0`
    WHERE
      `t0`.`first_at` >= TIMESTAMP('2026-01-01T00:00:00+00:00')
      AND `t0`.`first_at` < TIMESTAMP('2026-11-01T00:00:00+00:00')
  ) AS `t1`
) AS `t2`
GROUP BY
  1;

-- senders folded
WITH `t2` AS (
  SELECT
    `t1`.`sent_by`,
    `t1`.`requester`
  FROM (
    SELECT
      *
    FROM `helpwright_linked` AS `t0`
    WHERE
      `t0`.`first_at` >= TIMESTAMP('2026-01-01T00:00:00+00:00')
      AND `t0`.`first_at` < TIMESTAMP('2026-11-01T00:00:00+00:00')
  ) AS `t1`
)
SELECT
  COUNT(*) AS `n`,
  COUNT(DISTINCT `t8`.`requester`) AS `people`
FROM (
  SELECT
    `t4`.`sent_by`,
    `t4`.`requester`
  FROM `t2` AS `t4`
  WHERE
    EXISTS(
      SELECT
        1
      FROM (
        SELECT
          *
        FROM (
          SELECT
            `t3`.`sent_by`,
            COUNT(*) AS `links`,
            COUNT(DISTINCT `t3`.`requester`) AS `people`
          FROM `t2` AS `t3`
          GROUP BY
            1
        ) AS `t5`
        WHERE
          `t5`.`people` < 5
      ) AS `t7`
      WHERE
        `t4`.`sent_by` = `t7`.`sent_by`
    )
) AS `t8`;

-- lost
SELECT
  `t7`.`url`,
  COUNT(*) AS `tickets`,
  COUNT(DISTINCT `t7`.`requester`) AS `people`
FROM (
  SELECT
    `t4`.`url`,
    `t6`.`requester`
  FROM (
    SELECT
      *
    FROM `unresolved` AS `t0`
    WHERE
      `t0`.`first_at` >= TIMESTAMP('2026-01-01T00:00:00+00:00')
      AND `t0`.`first_at` < TIMESTAMP('2026-11-01T00:00:00+00:00')
  ) AS `t4`
  INNER JOIN (
    SELECT
      `t3`.`source`,
      `t3`.`ticket`,
      `t3`.`requester`
    FROM (
      SELECT
        *
      FROM `tickets` AS `t1`
      WHERE
        `t1`.`state` = 'active'
    ) AS `t3`
  ) AS `t6`
    ON `t4`.`source` = `t6`.`source` AND `t4`.`ticket` = `t6`.`ticket`
) AS `t7`
GROUP BY
  1;

-- lost folded
SELECT
  COUNT(*) AS `n`,
  COUNT(DISTINCT `t11`.`requester`) AS `people`
FROM (
  SELECT
    `t4`.`url`,
    `t6`.`requester`
  FROM (
    SELECT
      *
    FROM `unresolved` AS `t0`
    WHERE
      `t0`.`first_at` >= TIMESTAMP('2026-01-01T00:00:00+00:00')
      AND `t0`.`first_at` < TIMESTAMP('2026-11-01T00:00:00+00:00')
  ) AS `t4`
  INNER JOIN (
    SELECT
      `t3`.`source`,
      `t3`.`ticket`,
      `t3`.`requester`
    FROM (
      SELECT
        *
      FROM `tickets` AS `t1`
      WHERE
        `t1`.`state` = 'active'
    ) AS `t3`
  ) AS `t6`
    ON `t4`.`source` = `t6`.`source` AND `t4`.`ticket` = `t6`.`ticket`
  WHERE
    EXISTS(
      SELECT
        1
      FROM (
        SELECT
          *
        FROM (
          SELECT
            `t7`.`url`,
            COUNT(*) AS `tickets`,
            COUNT(DISTINCT `t7`.`requester`) AS `people`
          FROM (
            SELECT
              `t4`.`url`,
              `t6`.`requester`
            FROM (
              SELECT
                *
              FROM `unresolved` AS `t0`
              WHERE
                `t0`.`first_at` >= TIMESTAMP('2026-01-01T00:00:00+00:00')
                AND `t0`.`first_at` < TIMESTAMP('2026-11-01T00:00:00+00:00')
            ) AS `t4`
            INNER JOIN (
              SELECT
                `t3`.`source`,
                `t3`.`ticket`,
                `t3`.`requester`
              FROM (
                SELECT
                  *
                FROM `tickets` AS `t1`
                WHERE
                  `t1`.`state` = 'active'
              ) AS `t3`
            ) AS `t6`
              ON `t4`.`source` = `t6`.`source` AND `t4`.`ticket` = `t6`.`ticket`
          ) AS `t7`
          GROUP BY
            1
        ) AS `t8`
        WHERE
          `t8`.`people` < 5
      ) AS `t10`
      WHERE
        `t4`.`url` = `t10`.`url`
    )
) AS `t11`;

-- accuracy
SELECT
  `t10`.`team`,
  COUNT(*) AS `judged`,
  SUM(`t10`.`is_right`) AS `right`,
  COUNT(DISTINCT `t10`.`requester`) AS `people`
FROM (
  SELECT
    `t9`.`team`,
    `t9`.`requester`,
    `t3`.`is_right`
  FROM `helpwright_judged` AS `t3`
  INNER JOIN (
    SELECT
      `t4`.`source`,
      `t4`.`ticket`,
      `t4`.`article`
    FROM (
      SELECT
        *
      FROM `links` AS `t1`
      WHERE
        `t1`.`sent_by` = 'agent'
    ) AS `t4`
  ) AS `t8`
    ON `t3`.`source` = `t8`.`source`
    AND `t3`.`ticket` = `t8`.`ticket`
    AND `t3`.`article` = `t8`.`article`
  INNER JOIN (
    SELECT
      `t5`.`source`,
      `t5`.`ticket`,
      `t5`.`team`,
      `t5`.`requester`
    FROM (
      SELECT
        *
      FROM `tickets` AS `t2`
      WHERE
        `t2`.`state` = 'active'
    ) AS `t5`
  ) AS `t9`
    ON `t3`.`source` = `t9`.`source` AND `t3`.`ticket` = `t9`.`ticket`
) AS `t10`
GROUP BY
  1;

-- accuracy folded
SELECT
  COUNT(*) AS `n`,
  COUNT(DISTINCT `t14`.`requester`) AS `people`
FROM (
  SELECT
    `t9`.`team`,
    `t9`.`requester`,
    `t3`.`is_right`
  FROM `helpwright_judged` AS `t3`
  INNER JOIN (
    SELECT
      `t4`.`source`,
      `t4`.`ticket`,
      `t4`.`article`
    FROM (
      SELECT
        *
      FROM `links` AS `t1`
      WHERE
        `t1`.`sent_by` = 'agent'
    ) AS `t4`
  ) AS `t8`
    ON `t3`.`source` = `t8`.`source`
    AND `t3`.`ticket` = `t8`.`ticket`
    AND `t3`.`article` = `t8`.`article`
  INNER JOIN (
    SELECT
      `t5`.`source`,
      `t5`.`ticket`,
      `t5`.`team`,
      `t5`.`requester`
    FROM (
      SELECT
        *
      FROM `tickets` AS `t2`
      WHERE
        `t2`.`state` = 'active'
    ) AS `t5`
  ) AS `t9`
    ON `t3`.`source` = `t9`.`source` AND `t3`.`ticket` = `t9`.`ticket`
  WHERE
    EXISTS(
      SELECT
        1
      FROM (
        SELECT
          *
        FROM (
          SELECT
            `t10`.`team`,
            COUNT(*) AS `judged`,
            SUM(`t10`.`is_right`) AS `right`,
            COUNT(DISTINCT `t10`.`requester`) AS `people`
          FROM (
            SELECT
              `t9`.`team`,
              `t9`.`requester`,
              `t3`.`is_right`
            FROM `helpwright_judged` AS `t3`
            INNER JOIN (
              SELECT
                `t4`.`source`,
                `t4`.`ticket`,
                `t4`.`article`
              FROM (
                SELECT
                  *
                FROM `links` AS `t1`
                WHERE
                  `t1`.`sent_by` = 'agent'
              ) AS `t4`
            ) AS `t8`
              ON `t3`.`source` = `t8`.`source`
              AND `t3`.`ticket` = `t8`.`ticket`
              AND `t3`.`article` = `t8`.`article`
            INNER JOIN (
              SELECT
                `t5`.`source`,
                `t5`.`ticket`,
                `t5`.`team`,
                `t5`.`requester`
              FROM (
                SELECT
                  *
                FROM `tickets` AS `t2`
                WHERE
                  `t2`.`state` = 'active'
              ) AS `t5`
            ) AS `t9`
              ON `t3`.`source` = `t9`.`source` AND `t3`.`ticket` = `t9`.`ticket`
          ) AS `t10`
          GROUP BY
            1
        ) AS `t11`
        WHERE
          `t11`.`people` < 5
      ) AS `t13`
      WHERE
        `t9`.`team` = `t13`.`team`
    )
) AS `t14`;

-- articles
SELECT
  `t6`.`article`,
  COUNT(*) AS `reuse`,
  SUM(`t6`.`solved`) AS `solved`,
  SUM(`t6`.`lasting`) AS `lasting`,
  SUM(`t6`.`ever_solved`) AS `ever_solved`,
  SUM(`t6`.`reopened`) AS `reopened`,
  SUM(`t6`.`reopened_ever`) AS `reopened_ever`,
  COUNT(DISTINCT `t6`.`requester`) AS `people`
FROM (
  SELECT
    `t5`.`article`,
    `t5`.`requester`,
    `t5`.`solved`,
    `t5`.`lasting`,
    `t5`.`ever_solved`,
    `t5`.`reopened`,
    `t5`.`reopened_ever`
  FROM (
    SELECT
      `t4`.`source`,
      `t4`.`ticket`,
      `t4`.`article`,
      `t4`.`first_at`,
      `t4`.`sent_by`,
      `t4`.`requester`,
      `t4`.`status`,
      `t4`.`created_at`,
      `t4`.`solved_at`,
      `t4`.`reopened_at`,
      `t4`.`reopens`,
      `t4`.`soon`,
      `t4`.`solved`,
      `t4`.`reopened_ever`,
      `t4`.`lasting`,
      `t4`.`ever_solved`,
      CASE WHEN (
        `t4`.`soon` = 1
      ) AND (
        `t4`.`ever_solved` = 1
      ) THEN 1 ELSE 0 END AS `reopened`
    FROM (
      SELECT
        `t3`.`source`,
        `t3`.`ticket`,
        `t3`.`article`,
        `t3`.`first_at`,
        `t3`.`sent_by`,
        `t3`.`requester`,
        `t3`.`status`,
        `t3`.`created_at`,
        `t3`.`solved_at`,
        `t3`.`reopened_at`,
        `t3`.`reopens`,
        `t3`.`soon`,
        `t3`.`solved`,
        `t3`.`reopened_ever`,
        CASE WHEN (
          `t3`.`solved` = 1
        ) AND (
          `t3`.`soon` = 0
        ) THEN 1 ELSE 0 END AS `lasting`,
        CASE WHEN (
          `t3`.`solved` = 1
        ) OR (
          `t3`.`reopens` > 0
        ) THEN 1 ELSE 0 END AS `ever_solved`
      FROM (
        SELECT
          `t2`.`source`,
          `t2`.`ticket`,
          `t2`.`article`,
          `t2`.`first_at`,
          `t2`.`sent_by`,
          `t2`.`requester`,
          `t2`.`status`,
          `t2`.`created_at`,
          `t2`.`solved_at`,
          `t2`.`reopened_at`,
          `t2`.`reopens`,
          CASE
            WHEN COALESCE(
              (
                (
                  UNIX_SECONDS(`t2`.`reopened_at`) - UNIX_SECONDS(`t2`.`first_at`)
                ) >= 0
              )
              AND (
                (
                  UNIX_SECONDS(`t2`.`reopened_at`) - UNIX_SECONDS(`t2`.`first_at`)
                ) <= 1209600
              ),
              `t2`.`reopens` > 0
            )
            THEN 1
            ELSE 0
          END AS `soon`,
          CASE WHEN `t2`.`status` IN ('solved', 'closed') THEN 1 ELSE 0 END AS `solved`,
          CASE
            WHEN COALESCE(
              (
                UNIX_SECONDS(`t2`.`reopened_at`) - UNIX_SECONDS(`t2`.`first_at`)
              ) >= 0,
              `t2`.`reopens` > 0
            )
            THEN 1
            ELSE 0
          END AS `reopened_ever`
        FROM (
          SELECT
            *
          FROM (
            SELECT
              *
            FROM `helpwright_linked` AS `t0`
            WHERE
              `t0`.`sent_by` = 'agent'
          ) AS `t1`
          WHERE
            `t1`.`first_at` >= TIMESTAMP('2026-01-01T00:00:00+00:00')
            AND `t1`.`first_at` < TIMESTAMP('2026-11-01T00:00:00+00:00')
        ) AS `t2`
      ) AS `t3`
    ) AS `t4`
  ) AS `t5`
) AS `t6`
GROUP BY
  1;

-- articles folded
WITH `t6` AS (
  SELECT
    `t5`.`article`,
    `t5`.`requester`,
    `t5`.`solved`,
    `t5`.`lasting`,
    `t5`.`ever_solved`,
    `t5`.`reopened`,
    `t5`.`reopened_ever`
  FROM (
    SELECT
      `t4`.`source`,
      `t4`.`ticket`,
      `t4`.`article`,
      `t4`.`first_at`,
      `t4`.`sent_by`,
      `t4`.`requester`,
      `t4`.`status`,
      `t4`.`created_at`,
      `t4`.`solved_at`,
      `t4`.`reopened_at`,
      `t4`.`reopens`,
      `t4`.`soon`,
      `t4`.`solved`,
      `t4`.`reopened_ever`,
      `t4`.`lasting`,
      `t4`.`ever_solved`,
      CASE WHEN (
        `t4`.`soon` = 1
      ) AND (
        `t4`.`ever_solved` = 1
      ) THEN 1 ELSE 0 END AS `reopened`
    FROM (
      SELECT
        `t3`.`source`,
        `t3`.`ticket`,
        `t3`.`article`,
        `t3`.`first_at`,
        `t3`.`sent_by`,
        `t3`.`requester`,
        `t3`.`status`,
        `t3`.`created_at`,
        `t3`.`solved_at`,
        `t3`.`reopened_at`,
        `t3`.`reopens`,
        `t3`.`soon`,
        `t3`.`solved`,
        `t3`.`reopened_ever`,
        CASE WHEN (
          `t3`.`solved` = 1
        ) AND (
          `t3`.`soon` = 0
        ) THEN 1 ELSE 0 END AS `lasting`,
        CASE WHEN (
          `t3`.`solved` = 1
        ) OR (
          `t3`.`reopens` > 0
        ) THEN 1 ELSE 0 END AS `ever_solved`
      FROM (
        SELECT
          `t2`.`source`,
          `t2`.`ticket`,
          `t2`.`article`,
          `t2`.`first_at`,
          `t2`.`sent_by`,
          `t2`.`requester`,
          `t2`.`status`,
          `t2`.`created_at`,
          `t2`.`solved_at`,
          `t2`.`reopened_at`,
          `t2`.`reopens`,
          CASE
            WHEN COALESCE(
              (
                (
                  UNIX_SECONDS(`t2`.`reopened_at`) - UNIX_SECONDS(`t2`.`first_at`)
                ) >= 0
              )
              AND (
                (
                  UNIX_SECONDS(`t2`.`reopened_at`) - UNIX_SECONDS(`t2`.`first_at`)
                ) <= 1209600
              ),
              `t2`.`reopens` > 0
            )
            THEN 1
            ELSE 0
          END AS `soon`,
          CASE WHEN `t2`.`status` IN ('solved', 'closed') THEN 1 ELSE 0 END AS `solved`,
          CASE
            WHEN COALESCE(
              (
                UNIX_SECONDS(`t2`.`reopened_at`) - UNIX_SECONDS(`t2`.`first_at`)
              ) >= 0,
              `t2`.`reopens` > 0
            )
            THEN 1
            ELSE 0
          END AS `reopened_ever`
        FROM (
          SELECT
            *
          FROM (
            SELECT
              *
            FROM `helpwright_linked` AS `t0`
            WHERE
              `t0`.`sent_by` = 'agent'
          ) AS `t1`
          WHERE
            `t1`.`first_at` >= TIMESTAMP('2026-01-01T00:00:00+00:00')
            AND `t1`.`first_at` < TIMESTAMP('2026-11-01T00:00:00+00:00')
        ) AS `t2`
      ) AS `t3`
    ) AS `t4`
  ) AS `t5`
)
SELECT
  COUNT(*) AS `n`,
  COUNT(DISTINCT `t12`.`requester`) AS `people`
FROM (
  SELECT
    `t8`.`article`,
    `t8`.`requester`,
    `t8`.`solved`,
    `t8`.`lasting`,
    `t8`.`ever_solved`,
    `t8`.`reopened`,
    `t8`.`reopened_ever`
  FROM `t6` AS `t8`
  WHERE
    EXISTS(
      SELECT
        1
      FROM (
        SELECT
          *
        FROM (
          SELECT
            `t7`.`article`,
            COUNT(*) AS `reuse`,
            SUM(`t7`.`solved`) AS `solved`,
            SUM(`t7`.`lasting`) AS `lasting`,
            SUM(`t7`.`ever_solved`) AS `ever_solved`,
            SUM(`t7`.`reopened`) AS `reopened`,
            SUM(`t7`.`reopened_ever`) AS `reopened_ever`,
            COUNT(DISTINCT `t7`.`requester`) AS `people`
          FROM `t6` AS `t7`
          GROUP BY
            1
        ) AS `t9`
        WHERE
          `t9`.`people` < 5
      ) AS `t11`
      WHERE
        `t8`.`article` = `t11`.`article`
    )
) AS `t12`;

-- links
SELECT
  COUNT(*) AS `reuse`,
  SUM(`t6`.`solved`) AS `solved`,
  SUM(`t6`.`lasting`) AS `lasting`,
  SUM(`t6`.`ever_solved`) AS `ever_solved`,
  SUM(`t6`.`reopened`) AS `reopened`,
  SUM(`t6`.`reopened_ever`) AS `reopened_ever`,
  COUNT(DISTINCT `t6`.`requester`) AS `people`
FROM (
  SELECT
    `t5`.`article`,
    `t5`.`requester`,
    `t5`.`solved`,
    `t5`.`lasting`,
    `t5`.`ever_solved`,
    `t5`.`reopened`,
    `t5`.`reopened_ever`
  FROM (
    SELECT
      `t4`.`source`,
      `t4`.`ticket`,
      `t4`.`article`,
      `t4`.`first_at`,
      `t4`.`sent_by`,
      `t4`.`requester`,
      `t4`.`status`,
      `t4`.`created_at`,
      `t4`.`solved_at`,
      `t4`.`reopened_at`,
      `t4`.`reopens`,
      `t4`.`soon`,
      `t4`.`solved`,
      `t4`.`reopened_ever`,
      `t4`.`lasting`,
      `t4`.`ever_solved`,
      CASE WHEN (
        `t4`.`soon` = 1
      ) AND (
        `t4`.`ever_solved` = 1
      ) THEN 1 ELSE 0 END AS `reopened`
    FROM (
      SELECT
        `t3`.`source`,
        `t3`.`ticket`,
        `t3`.`article`,
        `t3`.`first_at`,
        `t3`.`sent_by`,
        `t3`.`requester`,
        `t3`.`status`,
        `t3`.`created_at`,
        `t3`.`solved_at`,
        `t3`.`reopened_at`,
        `t3`.`reopens`,
        `t3`.`soon`,
        `t3`.`solved`,
        `t3`.`reopened_ever`,
        CASE WHEN (
          `t3`.`solved` = 1
        ) AND (
          `t3`.`soon` = 0
        ) THEN 1 ELSE 0 END AS `lasting`,
        CASE WHEN (
          `t3`.`solved` = 1
        ) OR (
          `t3`.`reopens` > 0
        ) THEN 1 ELSE 0 END AS `ever_solved`
      FROM (
        SELECT
          `t2`.`source`,
          `t2`.`ticket`,
          `t2`.`article`,
          `t2`.`first_at`,
          `t2`.`sent_by`,
          `t2`.`requester`,
          `t2`.`status`,
          `t2`.`created_at`,
          `t2`.`solved_at`,
          `t2`.`reopened_at`,
          `t2`.`reopens`,
          CASE
            WHEN COALESCE(
              (
                (
                  UNIX_SECONDS(`t2`.`reopened_at`) - UNIX_SECONDS(`t2`.`first_at`)
                ) >= 0
              )
              AND (
                (
                  UNIX_SECONDS(`t2`.`reopened_at`) - UNIX_SECONDS(`t2`.`first_at`)
                ) <= 1209600
              ),
              `t2`.`reopens` > 0
            )
            THEN 1
            ELSE 0
          END AS `soon`,
          CASE WHEN `t2`.`status` IN ('solved', 'closed') THEN 1 ELSE 0 END AS `solved`,
          CASE
            WHEN COALESCE(
              (
                UNIX_SECONDS(`t2`.`reopened_at`) - UNIX_SECONDS(`t2`.`first_at`)
              ) >= 0,
              `t2`.`reopens` > 0
            )
            THEN 1
            ELSE 0
          END AS `reopened_ever`
        FROM (
          SELECT
            *
          FROM (
            SELECT
              *
            FROM `helpwright_linked` AS `t0`
            WHERE
              `t0`.`sent_by` = 'agent'
          ) AS `t1`
          WHERE
            `t1`.`first_at` >= TIMESTAMP('2026-01-01T00:00:00+00:00')
            AND `t1`.`first_at` < TIMESTAMP('2026-11-01T00:00:00+00:00')
        ) AS `t2`
      ) AS `t3`
    ) AS `t4`
  ) AS `t5`
) AS `t6`;

-- unlinked
SELECT
  `t2`.`category`,
  COUNT(*) AS `unlinked`,
  SUM(`t2`.`reopened_ever`) AS `reopened_ever`,
  COUNT(DISTINCT `t2`.`requester`) AS `people`
FROM (
  SELECT
    `t1`.`category`,
    `t1`.`requester`,
    CASE WHEN `t1`.`reopens` > 0 THEN 1 ELSE 0 END AS `reopened_ever`
  FROM (
    SELECT
      *
    FROM `helpwright_classified` AS `t0`
    WHERE
      `t0`.`linked` = 0
  ) AS `t1`
) AS `t2`
GROUP BY
  1;

-- unlinked folded
WITH `t2` AS (
  SELECT
    `t1`.`category`,
    `t1`.`requester`,
    CASE WHEN `t1`.`reopens` > 0 THEN 1 ELSE 0 END AS `reopened_ever`
  FROM (
    SELECT
      *
    FROM `helpwright_classified` AS `t0`
    WHERE
      `t0`.`linked` = 0
  ) AS `t1`
)
SELECT
  COUNT(*) AS `n`,
  COUNT(DISTINCT `t8`.`requester`) AS `people`
FROM (
  SELECT
    `t4`.`category`,
    `t4`.`requester`,
    `t4`.`reopened_ever`
  FROM `t2` AS `t4`
  WHERE
    EXISTS(
      SELECT
        1
      FROM (
        SELECT
          *
        FROM (
          SELECT
            `t3`.`category`,
            COUNT(*) AS `unlinked`,
            SUM(`t3`.`reopened_ever`) AS `reopened_ever`,
            COUNT(DISTINCT `t3`.`requester`) AS `people`
          FROM `t2` AS `t3`
          GROUP BY
            1
        ) AS `t5`
        WHERE
          `t5`.`people` < 5
      ) AS `t7`
      WHERE
        `t4`.`category` = `t7`.`category`
    )
) AS `t8`;

-- visits
SELECT
  SUM(`t2`.`view`) AS `views`,
  SUM(`t2`.`started`) AS `started`,
  SUM(`t2`.`view`) AS `people`
FROM (
  SELECT
    CASE WHEN `t1`.`name` = 'view' THEN 1 ELSE 0 END AS `view`,
    CASE
      WHEN (
        `t1`.`name` = 'form-submit'
      )
      AND (
        INSTR(CONCAT(CONCAT(',', `t1`.`after`), ','), ',view,') > 0
      )
      THEN 1
      ELSE 0
    END AS `started`
  FROM (
    SELECT
      *
    FROM `helpwright_events` AS `t0`
    WHERE
      `t0`.`name` IN ('view', 'form-submit')
  ) AS `t1`
) AS `t2`;

-- readings
WITH `t4` AS (
  SELECT
    `t3`.`article`,
    CASE WHEN `t3`.`name` = 'view' THEN 1 ELSE 0 END AS `view`,
    CASE
      WHEN (
        `t3`.`name` = 'feedback'
      ) AND (
        `t3`.`value` = 'yes'
      )
      THEN 1
      ELSE 0
    END AS `yes`,
    CASE
      WHEN (
        `t3`.`name` = 'feedback'
      ) AND (
        `t3`.`value` = 'no'
      )
      THEN 1
      ELSE 0
    END AS `no`,
    0 AS `ticket`,
    0 AS `yes_lost`
  FROM (
    SELECT
      *
    FROM `helpwright_events` AS `t0`
    WHERE
      `t0`.`name` IN ('view', 'feedback') AND `t0`.`article` <> ''
  ) AS `t3`
)
SELECT
  *
FROM (
  SELECT
    `t11`.`article`,
    SUM(`t11`.`view`) AS `views`,
    SUM(`t11`.`yes`) AS `yes`,
    SUM(`t11`.`no`) AS `no`,
    SUM(`t11`.`ticket`) AS `tickets`,
    SUM(`t11`.`yes_lost`) AS `yes_lost`,
    SUM(`t11`.`view`) AS `people`
  FROM (
    SELECT
      *
    FROM `t4` AS `t5`
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        `t9`.`item` AS `article`,
        0 AS `view`,
        0 AS `yes`,
        0 AS `no`,
        1 AS `ticket`,
        `t9`.`helped` AS `yes_lost`
      FROM (
        SELECT
          `t2`.`item`,
          `t2`.`helped`
        FROM `helpwright_viewed` AS `t2`
        INNER JOIN (
          SELECT DISTINCT
            *
          FROM (
            SELECT
              `t5`.`article`
            FROM `t4` AS `t5`
          ) AS `t6`
        ) AS `t8`
          ON `t2`.`item` = `t8`.`article`
      ) AS `t9`
    ) AS `t10`
  ) AS `t11`
  GROUP BY
    1
) AS `t12`
WHERE
  `t12`.`people` >= 5;

-- readings folded
WITH `t4` AS (
  SELECT
    `t3`.`article`,
    CASE WHEN `t3`.`name` = 'view' THEN 1 ELSE 0 END AS `view`,
    CASE
      WHEN (
        `t3`.`name` = 'feedback'
      ) AND (
        `t3`.`value` = 'yes'
      )
      THEN 1
      ELSE 0
    END AS `yes`,
    CASE
      WHEN (
        `t3`.`name` = 'feedback'
      ) AND (
        `t3`.`value` = 'no'
      )
      THEN 1
      ELSE 0
    END AS `no`,
    0 AS `ticket`,
    0 AS `yes_lost`
  FROM (
    SELECT
      *
    FROM `helpwright_events` AS `t0`
    WHERE
      `t0`.`name` IN ('view', 'feedback') AND `t0`.`article` <> ''
  ) AS `t3`
)
SELECT
  COUNT(*) AS `groups`,
  SUM(`t13`.`views`) AS `n`
FROM (
  SELECT
    *
  FROM (
    SELECT
      `t11`.`article`,
      SUM(`t11`.`view`) AS `views`,
      SUM(`t11`.`yes`) AS `yes`,
      SUM(`t11`.`no`) AS `no`,
      SUM(`t11`.`ticket`) AS `tickets`,
      SUM(`t11`.`yes_lost`) AS `yes_lost`,
      SUM(`t11`.`view`) AS `people`
    FROM (
      SELECT
        *
      FROM `t4` AS `t5`
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          `t9`.`item` AS `article`,
          0 AS `view`,
          0 AS `yes`,
          0 AS `no`,
          1 AS `ticket`,
          `t9`.`helped` AS `yes_lost`
        FROM (
          SELECT
            `t2`.`item`,
            `t2`.`helped`
          FROM `helpwright_viewed` AS `t2`
          INNER JOIN (
            SELECT DISTINCT
              *
            FROM (
              SELECT
                `t5`.`article`
              FROM `t4` AS `t5`
            ) AS `t6`
          ) AS `t8`
            ON `t2`.`item` = `t8`.`article`
        ) AS `t9`
      ) AS `t10`
    ) AS `t11`
    GROUP BY
      1
  ) AS `t12`
  WHERE
    `t12`.`people` < 5
) AS `t13`;

-- opinions
SELECT
  SUM(`t2`.`yes`) AS `yes`,
  SUM(`t2`.`no`) AS `no`,
  COUNT(*) AS `people`
FROM (
  SELECT
    CASE WHEN `t1`.`value` = 'yes' THEN 1 ELSE 0 END AS `yes`,
    CASE WHEN `t1`.`value` = 'no' THEN 1 ELSE 0 END AS `no`
  FROM (
    SELECT
      *
    FROM `helpwright_events` AS `t0`
    WHERE
      `t0`.`name` = 'feedback'
  ) AS `t1`
) AS `t2`;

-- searches
SELECT
  SUM(`t2`.`searched`) AS `searches`,
  SUM(`t2`.`empty`) AS `empty`,
  SUM(`t2`.`clicked`) AS `clicks`,
  SUM(`t2`.`search_session`) AS `search_sessions`,
  SUM(`t2`.`click_session`) AS `click_sessions`,
  SUM(`t2`.`visit`) AS `visits`,
  SUM(`t2`.`searched`) AS `people`
FROM (
  SELECT
    LOWER(`t1`.`query`) AS `query`,
    CASE WHEN `t1`.`name` = 'search' THEN 1 ELSE 0 END AS `searched`,
    CASE
      WHEN (
        `t1`.`name` = 'search'
      ) AND (
        `t1`.`results` = 0
      )
      THEN 1
      ELSE 0
    END AS `empty`,
    CASE WHEN `t1`.`name` = 'search-click' THEN 1 ELSE 0 END AS `clicked`,
    CASE
      WHEN (
        `t1`.`name` = 'search'
      ) AND (
        `t1`.`is_first` = 1
      )
      THEN 1
      ELSE 0
    END AS `search_session`,
    CASE
      WHEN (
        `t1`.`name` = 'search-click'
      ) AND (
        `t1`.`is_first` = 1
      )
      THEN 1
      ELSE 0
    END AS `click_session`,
    CASE
      WHEN (
        `t1`.`name` = 'contact-view'
      )
      AND (
        `t1`.`is_first` = 1
      )
      AND (
        INSTR(CONCAT(CONCAT(',', `t1`.`after`), ','), ',click,') > 0
      )
      THEN 1
      ELSE 0
    END AS `visit`
  FROM (
    SELECT
      *
    FROM `helpwright_events` AS `t0`
    WHERE
      `t0`.`name` IN ('search', 'search-click', 'contact-view')
  ) AS `t1`
) AS `t2`;

-- queries
SELECT
  *
FROM (
  SELECT
    `t3`.`query`,
    SUM(`t3`.`searched`) AS `searches`,
    SUM(`t3`.`empty`) AS `empty`,
    SUM(`t3`.`clicked`) AS `clicks`,
    SUM(`t3`.`search_session`) AS `search_sessions`,
    SUM(`t3`.`click_session`) AS `click_sessions`,
    SUM(`t3`.`visit`) AS `visits`,
    SUM(`t3`.`searched`) AS `people`
  FROM (
    SELECT
      *
    FROM (
      SELECT
        LOWER(`t1`.`query`) AS `query`,
        CASE WHEN `t1`.`name` = 'search' THEN 1 ELSE 0 END AS `searched`,
        CASE
          WHEN (
            `t1`.`name` = 'search'
          ) AND (
            `t1`.`results` = 0
          )
          THEN 1
          ELSE 0
        END AS `empty`,
        CASE WHEN `t1`.`name` = 'search-click' THEN 1 ELSE 0 END AS `clicked`,
        CASE
          WHEN (
            `t1`.`name` = 'search'
          ) AND (
            `t1`.`is_first` = 1
          )
          THEN 1
          ELSE 0
        END AS `search_session`,
        CASE
          WHEN (
            `t1`.`name` = 'search-click'
          ) AND (
            `t1`.`is_first` = 1
          )
          THEN 1
          ELSE 0
        END AS `click_session`,
        CASE
          WHEN (
            `t1`.`name` = 'contact-view'
          )
          AND (
            `t1`.`is_first` = 1
          )
          AND (
            INSTR(CONCAT(CONCAT(',', `t1`.`after`), ','), ',click,') > 0
          )
          THEN 1
          ELSE 0
        END AS `visit`
      FROM (
        SELECT
          *
        FROM `helpwright_events` AS `t0`
        WHERE
          `t0`.`name` IN ('search', 'search-click', 'contact-view')
      ) AS `t1`
    ) AS `t2`
    WHERE
      `t2`.`query` <> ''
  ) AS `t3`
  GROUP BY
    1
) AS `t4`
WHERE
  `t4`.`people` >= 5;

-- queries folded
SELECT
  COUNT(*) AS `groups`,
  SUM(`t5`.`searches`) AS `n`
FROM (
  SELECT
    *
  FROM (
    SELECT
      `t3`.`query`,
      SUM(`t3`.`searched`) AS `searches`,
      SUM(`t3`.`empty`) AS `empty`,
      SUM(`t3`.`clicked`) AS `clicks`,
      SUM(`t3`.`search_session`) AS `search_sessions`,
      SUM(`t3`.`click_session`) AS `click_sessions`,
      SUM(`t3`.`visit`) AS `visits`,
      SUM(`t3`.`searched`) AS `people`
    FROM (
      SELECT
        *
      FROM (
        SELECT
          LOWER(`t1`.`query`) AS `query`,
          CASE WHEN `t1`.`name` = 'search' THEN 1 ELSE 0 END AS `searched`,
          CASE
            WHEN (
              `t1`.`name` = 'search'
            ) AND (
              `t1`.`results` = 0
            )
            THEN 1
            ELSE 0
          END AS `empty`,
          CASE WHEN `t1`.`name` = 'search-click' THEN 1 ELSE 0 END AS `clicked`,
          CASE
            WHEN (
              `t1`.`name` = 'search'
            ) AND (
              `t1`.`is_first` = 1
            )
            THEN 1
            ELSE 0
          END AS `search_session`,
          CASE
            WHEN (
              `t1`.`name` = 'search-click'
            ) AND (
              `t1`.`is_first` = 1
            )
            THEN 1
            ELSE 0
          END AS `click_session`,
          CASE
            WHEN (
              `t1`.`name` = 'contact-view'
            )
            AND (
              `t1`.`is_first` = 1
            )
            AND (
              INSTR(CONCAT(CONCAT(',', `t1`.`after`), ','), ',click,') > 0
            )
            THEN 1
            ELSE 0
          END AS `visit`
        FROM (
          SELECT
            *
          FROM `helpwright_events` AS `t0`
          WHERE
            `t0`.`name` IN ('search', 'search-click', 'contact-view')
        ) AS `t1`
      ) AS `t2`
      WHERE
        `t2`.`query` <> ''
    ) AS `t3`
    GROUP BY
      1
  ) AS `t4`
  WHERE
    `t4`.`people` < 5
) AS `t5`;

-- form_sessions
SELECT
  SUM(`t2`.`session`) AS `sessions`,
  SUM(`t2`.`suggested`) AS `suggested`,
  SUM(`t2`.`opened`) AS `opened`,
  SUM(`t2`.`resolved`) AS `resolved`,
  SUM(`t2`.`submitted`) AS `submitted`,
  SUM(`t2`.`opened_lost`) AS `opened_lost`,
  SUM(`t2`.`resolved_lost`) AS `resolved_lost`,
  SUM(`t2`.`session`) AS `people`
FROM (
  SELECT
    `t1`.`page`,
    CASE
      WHEN (
        `t1`.`name` = 'form-start'
      ) AND (
        `t1`.`is_first` = 1
      )
      THEN 1
      ELSE 0
    END AS `session`,
    CASE
      WHEN (
        `t1`.`name` = 'suggest-shown'
      )
      AND (
        `t1`.`is_first` = 1
      )
      AND (
        COALESCE(`t1`.`results`, 1) > 0
      )
      THEN 1
      ELSE 0
    END AS `suggested`,
    CASE
      WHEN (
        `t1`.`name` = 'suggest-open'
      ) AND (
        `t1`.`is_first` = 1
      )
      THEN 1
      ELSE 0
    END AS `opened`,
    CASE
      WHEN (
        `t1`.`name` = 'suggest-answered'
      )
      AND (
        `t1`.`value` = 'yes'
      )
      AND NOT (
        INSTR(CONCAT(CONCAT(',', `t1`.`after`), ','), ',helped,') > 0
      )
      THEN 1
      ELSE 0
    END AS `resolved`,
    CASE
      WHEN (
        `t1`.`name` = 'form-submit'
      ) AND (
        `t1`.`is_first` = 1
      )
      THEN 1
      ELSE 0
    END AS `submitted`,
    CASE
      WHEN (
        `t1`.`name` = 'form-submit'
      )
      AND (
        `t1`.`is_first` = 1
      )
      AND (
        INSTR(CONCAT(CONCAT(',', `t1`.`after`), ','), ',suggest,') > 0
      )
      THEN 1
      ELSE 0
    END AS `opened_lost`,
    CASE
      WHEN (
        `t1`.`name` = 'form-submit'
      )
      AND (
        `t1`.`is_first` = 1
      )
      AND (
        INSTR(CONCAT(CONCAT(',', `t1`.`after`), ','), ',helped,') > 0
      )
      THEN 1
      ELSE 0
    END AS `resolved_lost`
  FROM (
    SELECT
      *
    FROM `helpwright_events` AS `t0`
    WHERE
      `t0`.`name` IN ('form-start', 'suggest-shown', 'suggest-open', 'suggest-answered', 'form-submit')
  ) AS `t1`
) AS `t2`;

-- forms
SELECT
  *
FROM (
  SELECT
    `t2`.`page`,
    SUM(`t2`.`session`) AS `sessions`,
    SUM(`t2`.`suggested`) AS `suggested`,
    SUM(`t2`.`opened`) AS `opened`,
    SUM(`t2`.`resolved`) AS `resolved`,
    SUM(`t2`.`submitted`) AS `submitted`,
    SUM(`t2`.`opened_lost`) AS `opened_lost`,
    SUM(`t2`.`resolved_lost`) AS `resolved_lost`,
    SUM(`t2`.`session`) AS `people`
  FROM (
    SELECT
      `t1`.`page`,
      CASE
        WHEN (
          `t1`.`name` = 'form-start'
        ) AND (
          `t1`.`is_first` = 1
        )
        THEN 1
        ELSE 0
      END AS `session`,
      CASE
        WHEN (
          `t1`.`name` = 'suggest-shown'
        )
        AND (
          `t1`.`is_first` = 1
        )
        AND (
          COALESCE(`t1`.`results`, 1) > 0
        )
        THEN 1
        ELSE 0
      END AS `suggested`,
      CASE
        WHEN (
          `t1`.`name` = 'suggest-open'
        ) AND (
          `t1`.`is_first` = 1
        )
        THEN 1
        ELSE 0
      END AS `opened`,
      CASE
        WHEN (
          `t1`.`name` = 'suggest-answered'
        )
        AND (
          `t1`.`value` = 'yes'
        )
        AND NOT (
          INSTR(CONCAT(CONCAT(',', `t1`.`after`), ','), ',helped,') > 0
        )
        THEN 1
        ELSE 0
      END AS `resolved`,
      CASE
        WHEN (
          `t1`.`name` = 'form-submit'
        ) AND (
          `t1`.`is_first` = 1
        )
        THEN 1
        ELSE 0
      END AS `submitted`,
      CASE
        WHEN (
          `t1`.`name` = 'form-submit'
        )
        AND (
          `t1`.`is_first` = 1
        )
        AND (
          INSTR(CONCAT(CONCAT(',', `t1`.`after`), ','), ',suggest,') > 0
        )
        THEN 1
        ELSE 0
      END AS `opened_lost`,
      CASE
        WHEN (
          `t1`.`name` = 'form-submit'
        )
        AND (
          `t1`.`is_first` = 1
        )
        AND (
          INSTR(CONCAT(CONCAT(',', `t1`.`after`), ','), ',helped,') > 0
        )
        THEN 1
        ELSE 0
      END AS `resolved_lost`
    FROM (
      SELECT
        *
      FROM `helpwright_events` AS `t0`
      WHERE
        `t0`.`name` IN ('form-start', 'suggest-shown', 'suggest-open', 'suggest-answered', 'form-submit')
    ) AS `t1`
  ) AS `t2`
  GROUP BY
    1
) AS `t3`
WHERE
  `t3`.`people` >= 5;

-- forms folded
SELECT
  COUNT(*) AS `groups`,
  SUM(`t4`.`sessions`) AS `n`
FROM (
  SELECT
    *
  FROM (
    SELECT
      `t2`.`page`,
      SUM(`t2`.`session`) AS `sessions`,
      SUM(`t2`.`suggested`) AS `suggested`,
      SUM(`t2`.`opened`) AS `opened`,
      SUM(`t2`.`resolved`) AS `resolved`,
      SUM(`t2`.`submitted`) AS `submitted`,
      SUM(`t2`.`opened_lost`) AS `opened_lost`,
      SUM(`t2`.`resolved_lost`) AS `resolved_lost`,
      SUM(`t2`.`session`) AS `people`
    FROM (
      SELECT
        `t1`.`page`,
        CASE
          WHEN (
            `t1`.`name` = 'form-start'
          ) AND (
            `t1`.`is_first` = 1
          )
          THEN 1
          ELSE 0
        END AS `session`,
        CASE
          WHEN (
            `t1`.`name` = 'suggest-shown'
          )
          AND (
            `t1`.`is_first` = 1
          )
          AND (
            COALESCE(`t1`.`results`, 1) > 0
          )
          THEN 1
          ELSE 0
        END AS `suggested`,
        CASE
          WHEN (
            `t1`.`name` = 'suggest-open'
          ) AND (
            `t1`.`is_first` = 1
          )
          THEN 1
          ELSE 0
        END AS `opened`,
        CASE
          WHEN (
            `t1`.`name` = 'suggest-answered'
          )
          AND (
            `t1`.`value` = 'yes'
          )
          AND NOT (
            INSTR(CONCAT(CONCAT(',', `t1`.`after`), ','), ',helped,') > 0
          )
          THEN 1
          ELSE 0
        END AS `resolved`,
        CASE
          WHEN (
            `t1`.`name` = 'form-submit'
          ) AND (
            `t1`.`is_first` = 1
          )
          THEN 1
          ELSE 0
        END AS `submitted`,
        CASE
          WHEN (
            `t1`.`name` = 'form-submit'
          )
          AND (
            `t1`.`is_first` = 1
          )
          AND (
            INSTR(CONCAT(CONCAT(',', `t1`.`after`), ','), ',suggest,') > 0
          )
          THEN 1
          ELSE 0
        END AS `opened_lost`,
        CASE
          WHEN (
            `t1`.`name` = 'form-submit'
          )
          AND (
            `t1`.`is_first` = 1
          )
          AND (
            INSTR(CONCAT(CONCAT(',', `t1`.`after`), ','), ',helped,') > 0
          )
          THEN 1
          ELSE 0
        END AS `resolved_lost`
      FROM (
        SELECT
          *
        FROM `helpwright_events` AS `t0`
        WHERE
          `t0`.`name` IN ('form-start', 'suggest-shown', 'suggest-open', 'suggest-answered', 'form-submit')
      ) AS `t1`
    ) AS `t2`
    GROUP BY
      1
  ) AS `t3`
  WHERE
    `t3`.`people` < 5
) AS `t4`;

-- troubleshooters
WITH `t4` AS (
  SELECT
    `t3`.`troubleshooter`,
    CASE WHEN `t3`.`name` = 'ts-start' THEN 1 ELSE 0 END AS `run`,
    CASE WHEN `t3`.`name` = 'ts-outcome' THEN 1 ELSE 0 END AS `reached`,
    CASE
      WHEN (
        `t3`.`name` = 'ts-helped'
      ) AND (
        `t3`.`value` = 'yes'
      )
      THEN 1
      ELSE 0
    END AS `yes`,
    CASE
      WHEN (
        `t3`.`name` = 'ts-helped'
      ) AND (
        `t3`.`value` = 'no'
      )
      THEN 1
      ELSE 0
    END AS `no`,
    CASE WHEN `t3`.`name` = 'ts-escalate' THEN 1 ELSE 0 END AS `escalated`,
    0 AS `ticket`,
    0 AS `yes_lost`
  FROM (
    SELECT
      *
    FROM `helpwright_events` AS `t0`
    WHERE
      `t0`.`troubleshooter` <> ''
  ) AS `t3`
)
SELECT
  *
FROM (
  SELECT
    `t11`.`troubleshooter`,
    SUM(`t11`.`run`) AS `runs`,
    SUM(`t11`.`reached`) AS `outcomes`,
    SUM(`t11`.`yes`) AS `yes`,
    SUM(`t11`.`no`) AS `no`,
    SUM(`t11`.`escalated`) AS `escalated`,
    SUM(`t11`.`ticket`) AS `tickets`,
    SUM(`t11`.`yes_lost`) AS `yes_lost`,
    SUM(`t11`.`run`) AS `people`
  FROM (
    SELECT
      *
    FROM `t4` AS `t5`
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        `t9`.`item` AS `troubleshooter`,
        0 AS `run`,
        0 AS `reached`,
        0 AS `yes`,
        0 AS `no`,
        0 AS `escalated`,
        1 AS `ticket`,
        `t9`.`helped` AS `yes_lost`
      FROM (
        SELECT
          `t2`.`item`,
          `t2`.`helped`
        FROM `helpwright_viewed` AS `t2`
        INNER JOIN (
          SELECT DISTINCT
            *
          FROM (
            SELECT
              `t5`.`troubleshooter`
            FROM `t4` AS `t5`
          ) AS `t6`
        ) AS `t8`
          ON `t2`.`item` = `t8`.`troubleshooter`
      ) AS `t9`
    ) AS `t10`
  ) AS `t11`
  GROUP BY
    1
) AS `t12`
WHERE
  `t12`.`people` >= 5;

-- troubleshooters folded
WITH `t4` AS (
  SELECT
    `t3`.`troubleshooter`,
    CASE WHEN `t3`.`name` = 'ts-start' THEN 1 ELSE 0 END AS `run`,
    CASE WHEN `t3`.`name` = 'ts-outcome' THEN 1 ELSE 0 END AS `reached`,
    CASE
      WHEN (
        `t3`.`name` = 'ts-helped'
      ) AND (
        `t3`.`value` = 'yes'
      )
      THEN 1
      ELSE 0
    END AS `yes`,
    CASE
      WHEN (
        `t3`.`name` = 'ts-helped'
      ) AND (
        `t3`.`value` = 'no'
      )
      THEN 1
      ELSE 0
    END AS `no`,
    CASE WHEN `t3`.`name` = 'ts-escalate' THEN 1 ELSE 0 END AS `escalated`,
    0 AS `ticket`,
    0 AS `yes_lost`
  FROM (
    SELECT
      *
    FROM `helpwright_events` AS `t0`
    WHERE
      `t0`.`troubleshooter` <> ''
  ) AS `t3`
)
SELECT
  COUNT(*) AS `groups`,
  SUM(`t13`.`runs`) AS `n`
FROM (
  SELECT
    *
  FROM (
    SELECT
      `t11`.`troubleshooter`,
      SUM(`t11`.`run`) AS `runs`,
      SUM(`t11`.`reached`) AS `outcomes`,
      SUM(`t11`.`yes`) AS `yes`,
      SUM(`t11`.`no`) AS `no`,
      SUM(`t11`.`escalated`) AS `escalated`,
      SUM(`t11`.`ticket`) AS `tickets`,
      SUM(`t11`.`yes_lost`) AS `yes_lost`,
      SUM(`t11`.`run`) AS `people`
    FROM (
      SELECT
        *
      FROM `t4` AS `t5`
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          `t9`.`item` AS `troubleshooter`,
          0 AS `run`,
          0 AS `reached`,
          0 AS `yes`,
          0 AS `no`,
          0 AS `escalated`,
          1 AS `ticket`,
          `t9`.`helped` AS `yes_lost`
        FROM (
          SELECT
            `t2`.`item`,
            `t2`.`helped`
          FROM `helpwright_viewed` AS `t2`
          INNER JOIN (
            SELECT DISTINCT
              *
            FROM (
              SELECT
                `t5`.`troubleshooter`
              FROM `t4` AS `t5`
            ) AS `t6`
          ) AS `t8`
            ON `t2`.`item` = `t8`.`troubleshooter`
        ) AS `t9`
      ) AS `t10`
    ) AS `t11`
    GROUP BY
      1
  ) AS `t12`
  WHERE
    `t12`.`people` < 5
) AS `t13`;

-- sessions_by_day
SELECT
  `t2`.`day`,
  COUNT(*) AS `sessions`,
  COUNT(*) AS `people`
FROM (
  SELECT
    DATE(`t1`.`at`) AS `day`
  FROM (
    SELECT
      *
    FROM `helpwright_events` AS `t0`
    WHERE
      `t0`.`name` = 'view' AND `t0`.`is_first` = 1
  ) AS `t1`
) AS `t2`
GROUP BY
  1;

-- requesters_by_day
SELECT
  `t5`.`day`,
  COUNT(*) AS `requesters`,
  COUNT(DISTINCT `t5`.`requester`) AS `people`
FROM (
  SELECT
    `t4`.`requester`,
    MIN(`t4`.`day`) AS `day`
  FROM (
    SELECT
      *
    FROM (
      SELECT
        `t2`.`requester`,
        DATE(`t2`.`created_at`) AS `day`
      FROM (
        SELECT
          *
        FROM (
          SELECT
            *
          FROM `tickets` AS `t0`
          WHERE
            `t0`.`state` = 'active'
        ) AS `t1`
        WHERE
          `t1`.`created_at` >= TIMESTAMP('2026-01-01T00:00:00+00:00')
          AND `t1`.`created_at` < TIMESTAMP('2026-11-01T00:00:00+00:00')
      ) AS `t2`
    ) AS `t3`
    WHERE
      `t3`.`requester` IS NOT NULL
  ) AS `t4`
  GROUP BY
    1
) AS `t5`
GROUP BY
  1;

-- left out
SELECT
  `t1`.`state`,
  COUNT(*) AS `n`
FROM (
  SELECT
    *
  FROM `tickets` AS `t0`
  WHERE
    `t0`.`state` <> 'active'
) AS `t1`
GROUP BY
  1;

-- data until
SELECT
  DATE(MAX(`t0`.`updated_at`)) AS `latest`
FROM `tickets` AS `t0`;
