using System.Net.Sockets;
using Pando.Model.Domains;
using Pando.Model.Ports;
using Pando.Qemu.Arguments;

namespace Pando.Domains.Starting;

/// <summary>Everything that a QEMU is started with, and nothing started yet.</summary>
/// <param name="Binary">The program.</param>
/// <param name="Definition">With every alias and path as QEMU has it.</param>
/// <param name="Accelerator">What runs the guest.</param>
/// <param name="Command">Its arguments and descriptors.</param>
/// <param name="MonitorPath">Where its monitor listens.</param>
/// <param name="Monitor">The socket that listens there.</param>
/// <param name="Sockets">Those of consoles and channels.</param>
internal sealed record PreparedQemu(
    string Binary, DomainDefinition Definition, AcceleratorVerdict Accelerator, QemuCommandLine Command, string MonitorPath,
    Socket Monitor, GuestSockets Sockets) : IDisposable
{
    /// <summary>Closes our ends once QEMU has them: its death then ends a connection instead of leaving it queued for ever.</summary>
    public void Dispose()
    {
        Monitor.Dispose();
        Sockets.Dispose();
    }
}
