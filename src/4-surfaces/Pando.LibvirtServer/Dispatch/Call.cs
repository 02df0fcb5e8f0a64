using System.Runtime.InteropServices;
using Pando.LibvirtServer.Connections;
using Pando.Model;

namespace Pando.LibvirtServer.Dispatch;

/// <summary>A call that is being answered.</summary>
/// <param name="Session">Whose.</param>
/// <param name="Descriptors">What came with it; closed when it is answered.</param>
/// <param name="Cancellation">The client has gone.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Call(ClientSession Session, IReadOnlyList<SafeHandle> Descriptors, CancellationToken Cancellation)
{
    /// <summary>Who calls.</summary>
    public Caller By => Session.By;
}
