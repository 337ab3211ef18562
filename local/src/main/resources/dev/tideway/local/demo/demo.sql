SET SESSION foreign_key_checks = 0;
DROP DATABASE IF EXISTS shop;
DROP DATABASE IF EXISTS crm;
SET SESSION foreign_key_checks = 1;
CREATE DATABASE shop DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
CREATE DATABASE crm DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;

CREATE TABLE shop.categories (
  id INT NOT NULL AUTO_INCREMENT,
  parent_id INT NULL,
  name VARCHAR(80) NOT NULL,
  PRIMARY KEY (id),
  KEY categories_parent (parent_id),
  CONSTRAINT categories_parent_fk FOREIGN KEY (parent_id) REFERENCES shop.categories (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE shop.customers (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  email VARCHAR(190) NOT NULL,
  name VARCHAR(120) NOT NULL,
  tier ENUM('bronze', 'silver', 'gold') NOT NULL DEFAULT 'bronze',
  tags SET('newsletter', 'vip', 'b2b') NOT NULL DEFAULT '',
  credit DECIMAL(12,2) NULL,
  preferences JSON NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
  PRIMARY KEY (id),
  UNIQUE KEY customers_email (email),
  KEY customers_name (name(20)),
  KEY customers_tier_created (tier, created_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE shop.products (
  id INT UNSIGNED NOT NULL AUTO_INCREMENT,
  sku CHAR(12) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  name VARCHAR(200) NOT NULL,
  category_id INT NULL,
  price DECIMAL(10,2) NOT NULL DEFAULT '0.00',
  price_with_tax DECIMAL(12,3) GENERATED ALWAYS AS (price * 1.21) STORED,
  weight DOUBLE NULL,
  description TEXT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY products_sku (sku),
  KEY products_category_price (category_id, price),
  CONSTRAINT products_category_fk FOREIGN KEY (category_id) REFERENCES shop.categories (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;

CREATE TABLE shop.product_images (
  product_id INT UNSIGNED NOT NULL,
  position SMALLINT UNSIGNED NOT NULL,
  mime VARCHAR(40) NOT NULL,
  image MEDIUMBLOB NOT NULL,
  PRIMARY KEY (product_id, position),
  CONSTRAINT product_images_product_fk FOREIGN KEY (product_id) REFERENCES shop.products (id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE shop.orders (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  customer_id BIGINT UNSIGNED NULL,
  status ENUM('new', 'paid', 'shipped', 'returned') NOT NULL DEFAULT 'new',
  note VARCHAR(255) NULL,
  placed_at DATETIME(6) NOT NULL,
  shipped_on DATE NULL,
  PRIMARY KEY (id),
  KEY orders_customer (customer_id),
  KEY orders_status_placed (status, placed_at),
  CONSTRAINT orders_customer_fk FOREIGN KEY (customer_id) REFERENCES shop.customers (id) ON DELETE SET NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE shop.order_lines (
  order_id BIGINT UNSIGNED NOT NULL,
  line_no SMALLINT UNSIGNED NOT NULL,
  product_id INT UNSIGNED NOT NULL,
  quantity INT NOT NULL DEFAULT '1',
  unit_price DECIMAL(10,2) NOT NULL,
  line_total DECIMAL(14,2) GENERATED ALWAYS AS (quantity * unit_price) VIRTUAL,
  PRIMARY KEY (order_id, line_no),
  KEY order_lines_product (product_id),
  CONSTRAINT order_lines_order_fk FOREIGN KEY (order_id) REFERENCES shop.orders (id) ON DELETE CASCADE,
  CONSTRAINT order_lines_product_fk FOREIGN KEY (product_id) REFERENCES shop.products (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE shop.payments (
  id BIGINT NOT NULL AUTO_INCREMENT,
  order_id BIGINT UNSIGNED NOT NULL,
  amount DECIMAL(20,6) NOT NULL,
  reference VARBINARY(16) NOT NULL,
  state ENUM('open', 'settled', 'failed') NOT NULL DEFAULT 'open',
  paid_at DATETIME(6) NULL,
  PRIMARY KEY (id),
  UNIQUE KEY payments_reference (reference),
  KEY payments_order (order_id),
  CONSTRAINT payments_order_fk FOREIGN KEY (order_id) REFERENCES shop.orders (id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE shop.stock (
  warehouse SMALLINT UNSIGNED NOT NULL,
  product_id INT UNSIGNED NOT NULL,
  quantity INT NOT NULL,
  counted_on DATE NULL,
  cut_off TIME NULL,
  PRIMARY KEY (warehouse, product_id),
  KEY stock_product (product_id),
  CONSTRAINT stock_product_fk FOREIGN KEY (product_id) REFERENCES shop.products (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE VIEW shop.order_totals AS
  SELECT o.id AS order_id, o.status AS status, COUNT(l.line_no) AS line_count, SUM(l.line_total) AS total
  FROM shop.orders o LEFT JOIN shop.order_lines l ON l.order_id = o.id
  GROUP BY o.id, o.status;

CREATE TABLE crm.contacts (
  id VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  name VARCHAR(120) NOT NULL,
  company VARCHAR(120) NULL,
  newsletter TINYINT(1) NOT NULL DEFAULT '0',
  notes TEXT NULL,
  created_at DATETIME(6) NOT NULL,
  PRIMARY KEY (id),
  KEY contacts_company_name (company, name)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;

CREATE TABLE crm.activities (
  id BIGINT NOT NULL AUTO_INCREMENT,
  contact_id VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  kind ENUM('call', 'mail', 'visit') NOT NULL,
  payload JSON NOT NULL,
  happened_at TIMESTAMP(3) NULL DEFAULT NULL,
  PRIMARY KEY (id),
  KEY activities_contact (contact_id),
  KEY activities_happened (happened_at),
  CONSTRAINT activities_contact_fk FOREIGN KEY (contact_id) REFERENCES crm.contacts (id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;

CREATE TABLE crm.documents (
  id BINARY(16) NOT NULL,
  contact_id VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
  title VARCHAR(200) NOT NULL,
  body LONGTEXT NULL,
  attachment LONGBLOB NULL,
  updated_at DATETIME(6) NOT NULL,
  PRIMARY KEY (id),
  KEY documents_contact (contact_id),
  CONSTRAINT documents_contact_fk FOREIGN KEY (contact_id) REFERENCES crm.contacts (id) ON DELETE SET NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE crm.campaigns (
  id INT NOT NULL AUTO_INCREMENT,
  name VARCHAR(120) NOT NULL,
  budget DECIMAL(15,4) NULL,
  starts_on DATE NULL,
  PRIMARY KEY (id),
  UNIQUE KEY campaigns_name (name)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
