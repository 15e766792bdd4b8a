"""Python's smtplib.LMTP: delivers to several recipients, and prints what each was told (one JSON object)."""
import json
import smtplib
import sys

host, port, *recipients = sys.argv[1:]
client = smtplib.LMTP(host, int(port))
client.ehlo()
client.mail("alice@example.test")
said = {"rcpt": {name: client.rcpt(name)[0] for name in recipients}}
accepted = [name for name, code in said["rcpt"].items() if code == 250]
# smtplib reads the first recipient's reply to the message, and leaves the others'.
first = client.data(sys.stdin.buffer.read())[0]
said["data"] = dict(zip(accepted, [first] + [client.getreply()[0] for _ in accepted[1:]]))
client.quit()
print(json.dumps(said))
