"""Python's smtplib: sends what it is given, and prints what became of it (one JSON object)."""
import json
import smtplib
import ssl
import sys

host, port, mechanism, ca, user, password, *recipients = sys.argv[1:]
letter = sys.stdin.buffer.read()
client = smtplib.SMTP(host, int(port))
client.starttls(context=ssl.create_default_context(cafile=ca))
client.ehlo()
client.user, client.password = user, password
try:
    if mechanism == "any":
        client.login(user, password)
    else:
        client.auth(mechanism, getattr(client, "auth_" + mechanism.lower().replace("-", "_")))
except smtplib.SMTPAuthenticationError as error:
    print(json.dumps({"refused": error.smtp_code}))
    sys.exit(0)
try:
    failed = client.sendmail(
        f"{user}@example.test", recipients, letter, ["BODY=8BITMIME", "RET=HDRS"], ["NOTIFY=SUCCESS,FAILURE"]
    )
except smtplib.SMTPRecipientsRefused as error:
    failed = error.recipients
said = {"failed": {name: code for name, (code, _) in failed.items()}, "extensions": sorted(client.esmtp_features)}
said["verified"] = client.verify("bob@example.test")[0]
client.quit()
print(json.dumps(said))
