namespace Pando.Daemon.Running;

/// <summary>The name of the listening socket, which goes when the daemon does: a client then hears at once that nobody is there.</summary>
internal sealed class SocketFile(string path) : IDisposable
{
    public void Dispose() => File.Delete(path);
}
