using System.Net.Sockets;
using Pando.Api.Client;

namespace Pando.Api.Tests.Client;

/// <summary>A server that takes no connection any more: it hangs, and as many as may wait do.</summary>
public sealed class BusySocketTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pando-busy-").FullName;
    private readonly List<Socket> _sockets = [];

    public void Dispose()
    {
        _sockets.ForEach(socket => socket.Dispose());
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Waiting_for_a_place_has_the_questions_limit()
    {
        var path = Path.Combine(_folder, "s");
        var listener = Make();
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen(0);
        while (Takes(path))
        {
        }
        using var client = new PandoClient(new PandoClientOptions { Address = PandoAddress.Unix(path), QuestionLimit = TimeSpan.FromMilliseconds(200) });
        var failure = await Assert.ThrowsAsync<PandoUnreachableException>(() => Task.Run(() => client.GetHostAsync()).WaitAsync(TimeSpan.FromSeconds(60)));
        Assert.Equal(UnreachableReason.Silent, failure.Reason);
    }

    private bool Takes(string path)
    {
        var socket = Make();
        socket.Blocking = false;
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return true;
        }
        catch (SocketException full) when (full.SocketErrorCode == SocketError.WouldBlock)
        {
            return false;
        }
    }

    private Socket Make()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        _sockets.Add(socket);
        return socket;
    }
}
