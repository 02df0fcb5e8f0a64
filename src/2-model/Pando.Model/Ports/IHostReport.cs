using Pando.Model.Host;

namespace Pando.Model.Ports;

/// <summary>What people are shown of the host.</summary>
public interface IHostReport
{
    /// <summary>The host as it is now. May wait for the accelerator's probe, once a boot, and for QEMU to say its version.</summary>
    Task<HostNode> NodeAsync(CancellationToken cancellationToken = default);

    /// <summary>How much of its processors and memory is used.</summary>
    HostUsage Usage();

    /// <summary>Looks at everything that running machines depends on. A check that cannot be made is a finding, never an exception.</summary>
    Task<HostCheckReport> CheckAsync(CancellationToken cancellationToken = default);
}
