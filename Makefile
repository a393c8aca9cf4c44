# 两条命令足矣：make site（构建网站）与 make test（运行全部测试）；其余见 make help。
# Two commands suffice: `make site` (build the site) and `make test` (run every test); `make help` lists the rest.

PYTHON ?= python3
VENV   := .venv
PY     := $(VENV)/bin/python
BIN    := $(VENV)/bin
ARGS   ?=

export PYTHONUTF8 := 1
export NO_MKDOCS_2_WARNING := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

# 先看 $CHROMIUM，再按名字找；每次使用时重新查找，刚装好的也能找到。
# $CHROMIUM first, then by name; looked up at each use, so that one just installed is found.
BROWSERS := chromium chromium-browser google-chrome google-chrome-stable
BROWSER = $(or $(CHROMIUM),$(shell for name in $(BROWSERS); do command -v $$name && break; done))

PYTEST = CHROMIUM="$(BROWSER)" $(PY) -m pytest -n auto $(ARGS)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: site test setup lint format types imports unit browser serve check bench clean help chromium
.PHONY: corpora coverage mutants

## 常用 · every day

site: $(VENV)/.installed ## 安装、检查、评分并构建网站 → site/ · install, check, score and build the site → site/
	$(BIN)/dossier build $(ARGS)

test: lint types imports chromium corpora ## 全部测试，缺浏览器或字体时先安装 · every test; installs a browser or font only if missing
	$(PYTEST)

serve: $(VENV)/.installed ## 本地预览，改动即时可见 · preview on this machine, changes show at once
	$(BIN)/dossier serve $(ARGS)

check: $(VENV)/.installed ## 检查全部档案 · check every dossier
	$(BIN)/dossier check $(ARGS)

## 开发 · for developers

setup: $(VENV)/.installed-test ## 建立开发环境 · set up for development

lint: setup ## 代码规范 · style
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .

format: setup ## 自动整理代码 · tidy the code
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

types: setup ## 类型 · types
	@mkdir -p .cache
	$(PY) -m mypy

imports: setup ## 四层之间的引用 · imports between the floors
	$(BIN)/lint-imports --cache-dir .cache/import-linter

unit: setup corpora ## 不用浏览器的测试 · the tests that need no browser
	$(PYTEST) -m "not browser"

browser: setup chromium ## 浏览器测试 · the tests in a browser
	$(PYTEST) -m browser

# 缺语料时继续：用到它的测试会失败并说明原因。Without a corpus it goes on: the tests that need it fail and say why.
corpora: setup ## 取得测试用的公开语料（一次，之后离线可用）· fetch the public corpora of the tests, once
	@$(PY) -m tests.corpora || true

# 这些包的分支覆盖率不得低于 95 %。The branches of these packages that the tests take: 95 % or more.
coverage: setup corpora ## 读取与检查的分支覆盖率 · branch coverage of loading and checking
	@mkdir -p .cache
	$(PYTEST) -m "not browser" --cov=generator.load --cov=generator.check --cov-report=term-missing:skip-covered --cov-fail-under=95

mutants: setup ## 变异测试，约一小时，见 docs/mutation.md · mutation testing, about an hour
	$(PY) -m pip install --quiet --constraint constraints.txt --editable '.[test,mutants]'
	$(BIN)/mutmut run --max-children 1 $(ARGS)
	$(BIN)/mutmut results

bench: setup ## 测量速度 · measure speed
	$(PY) -m bench $(ARGS)

clean: ## 删除生成物与缓存，保留 .venv · remove what was generated and the caches, keep .venv
	rm -rf build site .cache .hypothesis mutants *.egg-info
	find generator tests bench -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

help: ## 本列表 · this list
	@awk 'BEGIN { FS = ":.*## " } \
		/^## / { printf "\n%s\n", substr($$0, 4) } \
		/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))
	@printf '\nARGS=… 传给命令 · is passed on, e.g. make unit ARGS="-k units"; PYTHON=python3.12 换用解释器 · picks the interpreter\n'

# ── 安装 · installing ────────────────────────────────────────────────────────────────────────────────────────
# 标记文件在 .venv 内：pyproject.toml 与 constraints.txt 未变则不再安装。
# The stamps lie in .venv: nothing is installed again while pyproject.toml and constraints.txt stay the same.

define NO_PYTHON
需要 Python 3.11 或更新版本及其 venv 模块。Debian/Ubuntu：apt-get install python3 python3-venv；或以 make PYTHON=… 指定。
Python 3.11 or newer with its venv module is needed. Debian/Ubuntu: apt-get install python3 python3-venv; or name one: make PYTHON=…
endef
export NO_PYTHON

$(PY):
	@$(PYTHON) -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
		|| { printf '%s\n' "$$NO_PYTHON" >&2; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)

$(VENV)/.installed: pyproject.toml constraints.txt | $(PY)
	@echo '正在安装依赖 · installing what it needs …'
	$(PY) -m pip install --quiet --constraint constraints.txt --editable .
	@touch $@

$(VENV)/.installed-test: pyproject.toml constraints.txt | $(PY)
	@echo '正在安装依赖与测试工具 · installing what it and its tests need …'
	$(PY) -m pip install --quiet --constraint constraints.txt --editable '.[test]'
	@touch $(VENV)/.installed $@

# ── 浏览器与中文字体 · browser and Chinese font ──────────────────────────────────────────────────────────────

define NO_BROWSER
测试需要 Chromium 与一款中文字体，未能自动安装。请安装：Debian/Ubuntu 为 apt-get install chromium fonts-noto-cjk；
或以环境变量 CHROMIUM 指明浏览器的路径。不用浏览器的测试：make unit。
The tests need Chromium and a Chinese font, which could not be installed from here. Please install them (Debian/Ubuntu:
apt-get install chromium fonts-noto-cjk), or name the browser's path in CHROMIUM. Tests without a browser: make unit.
endef
export NO_BROWSER

chromium:
	@font() { [ "$$(uname)" = Darwin ] || fc-list :lang=zh 2>/dev/null | grep -q .; }; \
	browser() { \
		if [ -n "$$CHROMIUM" ]; then command -v "$$CHROMIUM"; return; fi; \
		for name in $(BROWSERS); do command -v $$name && return; done; return 1; \
	} >/dev/null; \
	want=; \
	font || want='fontconfig fonts-noto-cjk'; \
	browser || [ -n "$$CHROMIUM" ] || want="$$want chromium"; \
	if [ -n "$$want" ] && command -v apt-get >/dev/null; then \
		if [ "$$(id -u)" = 0 ]; then as_root=env; else as_root='sudo env'; fi; \
		echo "正在安装 · installing: $$want …"; \
		$$as_root apt-get update -qq; \
		$$as_root DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$want >/dev/null; \
	fi; \
	if browser && font; then exit 0; fi; \
	printf '%s\n' "$$NO_BROWSER" >&2; exit 1
