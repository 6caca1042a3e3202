package org.mococxr.dicom.net;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/** A socket without a network: its peer says some bytes and closes, and hears whatever is answered. */
final class ScriptedSocket extends Socket {
    private final InputStream said;
    private boolean closed;

    ScriptedSocket(byte[] said) {
        this.said = new ByteArrayInputStream(said);
    }

    @Override
    public InputStream getInputStream() {
        return said;
    }

    @Override
    public OutputStream getOutputStream() {
        return OutputStream.nullOutputStream();
    }

    @Override
    public void setTcpNoDelay(boolean on) {}

    @Override
    public void setSoTimeout(int timeoutMillis) {}

    @Override
    public void shutdownInput() {}

    @Override
    public void shutdownOutput() {}

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public boolean isClosed() {
        return closed;
    }
}
