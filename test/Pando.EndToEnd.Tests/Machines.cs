using System.Text;
using Pando.Testing;

namespace Pando.EndToEnd.Tests;

/// <summary>Definitions that the tests use.</summary>
internal static class Machines
{
    /// <summary>Without disks and without a guest: starts in no time.</summary>
    public static byte[] Empty(string name, string extra = "", string os = "") => Encoding.UTF8.GetBytes($"""
        <domain type='kvm'>
          <name>{name}</name>
          <memory unit='MiB'>64</memory>
          <vcpu>1</vcpu>
          <os><type arch='x86_64' machine='q35'>hvm</type>{os}</os>
          <features><acpi/></features>
          <devices>
            <serial type='pty'/>
            {extra}
          </devices>
        </domain>
        """);

    /// <summary>Boots in two seconds to a shell on its serial console, and honours the power button.</summary>
    public static byte[] Tiny(string name, TinyGuestFiles guest, string extra = "", string events = "") => Encoding.UTF8.GetBytes($"""
        <domain type='kvm'>
          <name>{name}</name>
          <memory unit='MiB'>256</memory>
          <vcpu>1</vcpu>
          <os>
            <type arch='x86_64' machine='q35'>hvm</type>
            <kernel>{guest.Kernel}</kernel>
            <initrd>{guest.Initrd}</initrd>
            <cmdline>{TinyGuest.KernelArguments}</cmdline>
          </os>
          <features><acpi/></features>
          {events}
          <devices>
            <serial type='pty'/>
            {extra}
          </devices>
        </domain>
        """);
}
