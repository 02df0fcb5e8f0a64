using System.Runtime.InteropServices;
using Pando.LibvirtServer.Connections;
using Pando.Model;

namespace Pando.LibvirtServer.Dispatch;

/// <summary>A call that is being answered.</summary>
/// <param name="Session">Whose.</param>
/// <param name="Cancellation">The client has gone.</param>
/// <param name="Descriptors">What came with it; closed when it is answered.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Call(ClientSession Session, CancellationToken Cancellation, IReadOnlyList<SafeHandle> Descriptors)
{
    /// <summary>Who calls.</summary>
    public Caller By => Session.By;
}
