using System.Collections.Immutable;
using Pando.Qmp;

namespace Pando.Domains.Guests;

/// <summary>Lets an operation hear what QEMU tells while it waits for it.</summary>
internal sealed class GuestEvents
{
    private ImmutableList<Action<QmpEvent>> _listeners = [];

    /// <summary>Until the answer is disposed, the listener hears every event. It must not wait.</summary>
    public IDisposable Listen(Action<QmpEvent> listener)
    {
        ImmutableInterlocked.Update(ref _listeners, static (all, one) => all.Add(one), listener);
        return new Listening(this, listener);
    }

    public void Tell(QmpEvent happened)
    {
        foreach (var listener in _listeners)
        {
            listener(happened);
        }
    }

    private sealed class Listening(GuestEvents events, Action<QmpEvent> listener) : IDisposable
    {
        public void Dispose() => ImmutableInterlocked.Update(ref events._listeners, static (all, one) => all.Remove(one), listener);
    }
}
