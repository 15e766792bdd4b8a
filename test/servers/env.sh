# What start.sh and stop.sh share. Every value can be given in the environment.
: "${LAB_DIR:=/tmp/mailwright-lab}"   # all state; short (unix socket paths end at 108 bytes) and open to the daemons' users (0755)
: "${LAB_HOST:=127.0.0.1}"            # nothing but loopback is ever bound
: "${LAB_DOMAIN:=example.test}"       # the mail domain whose users live in Dovecot
: "${LAB_USERS:=alice bob carol big}" # the mailboxes that exist
: "${LAB_PASSWORD:=secret}"           # of every user; also the HS256 key of the bearer tokens
: "${LAB_RAWLOG:=1}"                  # 1: Dovecot keeps the bytes of every session in $LAB_DIR/rawlog/USER/; 0 for measurements
: "${LAB_UID:=5000}"                  # numeric owner of all mail; need not be in /etc/passwd
: "${LAB_OWNER:=}"                    # a process id: when it is gone, however it ended, the lab stops and is removed

# Dovecot
: "${PORT_IMAP:=20143}" "${PORT_IMAPS:=20993}"
: "${PORT_POP3:=20110}" "${PORT_POP3S:=20995}"
: "${PORT_LMTP:=20024}"
: "${PORT_IMAP_PROXIED:=21143}"       # IMAP behind the PROXY protocol
# Postfix
: "${PORT_SMTP:=20025}"               # plain, STARTTLS, AUTH, XCLIENT
: "${PORT_SUBMISSION:=20587}"         # STARTTLS and AUTH required
: "${PORT_SMTPS:=20465}"              # implicit TLS, AUTH required
: "${PORT_SMTP_PROXIED:=21025}"       # SMTP behind the PROXY protocol
# dnsmasq
: "${PORT_DNS:=20053}"
# Nothing listens here: mail to dead.test is delayed, then bounces
: "${PORT_DEAD:=20001}"
