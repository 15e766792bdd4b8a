"""Python's imaplib: what the test asks of it, and what it prints (one JSON object)."""
import imaplib
import json
import ssl
import sys

host, port, how, mechanism, ca, user, password = sys.argv[1:8]
letter = sys.stdin.buffer.read()
context = ssl.create_default_context(cafile=ca)

if how == "tls":
    client = imaplib.IMAP4_SSL(host, int(port), ssl_context=context)
else:
    client = imaplib.IMAP4(host, int(port))
    client.starttls(context)


def done(answer):
    kind, data = answer
    assert kind == "OK", answer
    return data


try:
    if mechanism == "LOGIN":
        done(client.login(user, password))
    elif mechanism == "CRAM-MD5":
        done(client.login_cram_md5(user, password))
    else:
        done(client.authenticate("PLAIN", lambda _: f"\0{user}\0{password}".encode()))
except imaplib.IMAP4.error as error:
    print(json.dumps({"refused": str(error)}))
    sys.exit(0)

said = {"protocol": client.PROTOCOL_VERSION}
said["mailboxes"] = [line.decode() for line in done(client.list())]
said["namespace"] = done(client.namespace())[0].decode()
for _ in range(3):
    done(client.append("INBOX", r"(\Flagged)", imaplib.Time2Internaldate(1_800_000_000), letter))
done(client.enable("CONDSTORE"))
said["exists"] = int(done(client.select("INBOX"))[0])
said["found"] = done(client.search(None, "FLAGGED", "SUBJECT", '"python"'))[0].decode()
said["sorted"] = done(client.sort("(REVERSE ARRIVAL)", "UTF-8", "ALL"))[0].decode()
said["threads"] = done(client.thread("REFERENCES", "UTF-8", "ALL"))[0].decode()
fetched = done(client.fetch("2", "(UID INTERNALDATE BODY.PEEK[])"))
said["intact"] = fetched[0][1] == letter
said["attributes"] = fetched[0][0].decode()
done(client.store("1", "+FLAGS", r"(\Deleted)"))
said["expunged"] = [line.decode() for line in done(client.expunge())]
done(client.copy("1", "Archive"))
done(client.uid("MOVE", "3", "Trash"))
said["left"] = done(client.search(None, "ALL"))[0].decode()
said["quota"] = done(client.getquotaroot("INBOX"))[0][0].decode()
done(client.create("Work"))
done(client.rename("Work", "Play"))
done(client.delete("Play"))
said["status"] = done(client.status("Archive", "(MESSAGES)"))[0].decode()
done(client.unselect())
client.logout()
print(json.dumps(said))
