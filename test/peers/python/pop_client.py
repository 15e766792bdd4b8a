"""Python's poplib: what the test asks of it, and what it prints (one JSON object)."""
import json
import poplib
import ssl
import sys

host, port, how, ca, user, password = sys.argv[1:7]
context = ssl.create_default_context(cafile=ca)
if how == "tls":
    client = poplib.POP3_SSL(host, int(port), context=context)
else:
    client = poplib.POP3(host, int(port))
if how == "stls":
    client.stls(context)
try:
    if how == "apop":
        client.apop(user, password)
    else:
        client.user(user)
        client.pass_(password)
except poplib.error_proto as error:
    print(json.dumps({"refused": error.args[0].decode()}))
    sys.exit(0)

said = {"capabilities": client.capa(), "count": client.stat()[0]}
said["first"] = "\r\n".join(line.decode() for line in client.retr(1)[1])
said["top"] = len(client.top(1, 0)[1])
said["ids"] = [line.decode() for line in client.uidl()[1]]
client.dele(1)
client.rset()
client.dele(client.stat()[0])
client.quit()
print(json.dumps(said))
