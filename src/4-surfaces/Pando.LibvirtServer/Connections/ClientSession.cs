using Pando.Libvirt;
using Pando.Libvirt.Protocol;
using Pando.Model;

namespace Pando.LibvirtServer.Connections;

/// <summary>What is known of a client, and what it asked for that outlives a call.</summary>
internal sealed class ClientSession(ClientConnection connection, bool onReadOnlySocket)
{
    private readonly Lock _lock = new();
    private readonly List<Action> _atClose = [];

    /// <summary>Who it is.</summary>
    public Caller By { get; set; } = new("?");

    /// <summary>Whether it may change nothing.</summary>
    public bool ReadOnly { get; private set; } = onReadOnlySocket;

    /// <summary>Whether it has said which hypervisor it means.</summary>
    public bool Opened { get; private set; }

    /// <summary>The hypervisor that it named.</summary>
    public string Uri { get; private set; } = "qemu:///system";

    /// <summary>Whether it has said that it is done.</summary>
    public bool Closed { get; private set; }

    /// <summary>It says which hypervisor it means; once only.</summary>
    public void Open(string uri, bool readOnly)
    {
        Opened = !Opened ? true : throw LibvirtRefusal.Internal("connection already open");
        (Uri, ReadOnly) = (uri, ReadOnly || readOnly);
    }

    /// <summary>Sends it an event.</summary>
    public void Send<TMessage>(EventMessage<TMessage> message, TMessage value)
        where TMessage : IXdrValue<TMessage> => connection.Send(message, value);

    /// <summary>Has something done when it leaves; at once where it has left.</summary>
    public void AtClose(Action leave)
    {
        lock (_lock)
        {
            if (!Closed)
            {
                _atClose.Add(leave);
                return;
            }
        }
        leave();
    }

    /// <summary>It is done, or gone.</summary>
    public void Close()
    {
        List<Action> leaving;
        lock (_lock)
        {
            Closed = true;
            leaving = [.. _atClose];
            _atClose.Clear();
        }
        leaving.ForEach(static leave => leave());
    }
}
