using System.Text;
using Pando.Testing;

namespace Pando.EndToEnd.Tests;

/// <summary>
/// A guest that is a host itself, and runs a pandod, a pando and a QEMU of its own (<see cref="HostInGuestFiles"/>): a machine of
/// TCG's largest processor, which has AMD's virtualization with nested paging.
/// </summary>
/// <param name="Files">What it boots from.</param>
internal sealed record HostInGuest(TinyGuestFiles Files)
{
    public const string Name = "host";

    /// <summary>More for the kernel.</summary>
    public string Arguments { get; init; } = string.Empty;

    public string Features { get; init; } = string.Empty;

    public int Vcpus { get; init; } = 2;

    /// <summary>More of the processor: its NUMA nodes.</summary>
    public string Processor { get; init; } = string.Empty;

    /// <summary>More than the console.</summary>
    public string Devices { get; init; } = string.Empty;

    /// <summary>What no definition says.</summary>
    public string CommandLine { get; init; } = string.Empty;

    /// <summary>Boots it, and answers its console, on which everything is that it says.</summary>
    public async Task<GuestConsole> BootAsync(Instance pando, TimeSpan patience)
    {
        CancellationToken ct = TestContext.Current.CancellationToken;
        await pando.Client.DefineAsync(Encoding.UTF8.GetBytes(Definition), ct);
        await pando.Client.StartAsync(Name, paused: true, ct);
        GuestConsole console = await GuestConsole.OpenAsync(pando.Client, Name, patience);
        await pando.Client.ResumeAsync(Name, ct);
        return console;
    }

    private string Definition => $"""
        <domain type='qemu' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>
          <name>{Name}</name>
          <memory unit='MiB'>3072</memory>
          <vcpu>{Vcpus}</vcpu>
          <os>
            <type arch='x86_64' machine='q35'>hvm</type>
            <kernel>{Files.Kernel}</kernel>
            <initrd>{Files.Initrd}</initrd>
            <cmdline>{TinyGuest.KernelArguments} {Arguments}</cmdline>
          </os>
          <features><acpi/>{Features}</features>
          <cpu mode='maximum'>{Processor}</cpu>
          <devices>
            <serial type='pty'/>
            {Devices}
          </devices>
          {CommandLine}
        </domain>
        """;
}
