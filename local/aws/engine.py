"""moto's server, completed where AWS does more: the Step Functions interpreter, a few CloudFormation resources, a network.

Usage: MOTO_PORT=<gateway port> python engine.py
Prints {"port": N} once it listens on 127.0.0.1, and ends when its standard input closes, so that it never outlives its parent.

MOTO_PORT is where the interpreter sends its own AWS calls (Lambda invokes, S3 reads of a Distributed Map), so a gateway
listening there sees each of them: it hosts the functions and passes everything else on to this server.
"""

import json
import logging
import os
import sys
import threading

from moto.core.config import default_user_config
from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import WSGIRequestHandler, make_server

import function_logs
import interpreter
import network
import resources
import roles


class Quiet(WSGIRequestHandler):
    """The gateway keeps the record of calls."""

    def log_request(self, code="-", size="-"):
        pass


def application():
    moto = DomainDispatcherApplication(create_backend_app)
    one_at_a_time = threading.Lock()
    own = {"/tideway/resources": resources.created, "/tideway/network": network.described, "/tideway/roles": roles.described, "/tideway/logs": function_logs.put}

    def respond(environ, start_response):
        path = environ.get("PATH_INFO", "")
        if path in own:
            length = int(environ.get("CONTENT_LENGTH") or 0)
            body = json.dumps(own[path](*([json.loads(environ["wsgi.input"].read(length))] if length else []))).encode()
            start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
            return [body]
        if environ.get("HTTP_X_AMZ_TARGET", "").startswith("DynamoDB"):
            # a conditional write is atomic on AWS; in moto, threads could come between the condition and the write
            with one_at_a_time:
                return moto(environ, start_response)
        return moto(environ, start_response)

    return respond


def end_with_parent():
    sys.stdin.buffer.read()
    os._exit(0)


def main():
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    # The interpreter logs an error for every failed state; failures of states are in the execution's history.
    logging.getLogger("moto.stepfunctions").setLevel(logging.CRITICAL)
    default_user_config["stepfunctions"] = {"execute_state_machine": True}
    resources.install()
    interpreter.install()
    network.install()
    roles.install()
    server = make_server("127.0.0.1", 0, application(), threaded=True, request_handler=Quiet)
    server.daemon_threads = True
    threading.Thread(target=end_with_parent, daemon=True).start()
    print(json.dumps({"port": server.server_port}), flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
