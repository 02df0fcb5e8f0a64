namespace Pando.Domains.Tests.Machines;

/// <summary>Definitions that the tests use.</summary>
internal static class Definitions
{
    public static string Empty(string name, string extra = "", string os = "", long memoryMiB = 64) => $"""
        <domain type='kvm'>
          <name>{name}</name>
          <memory unit='MiB'>{memoryMiB}</memory>
          <vcpu>1</vcpu>
          <os><type arch='x86_64' machine='q35'>hvm</type>{os}</os>
          <features><acpi/></features>
          <devices>
            <serial type='pty'/>
            {extra}
          </devices>
        </domain>
        """;

    public static string Disk(string path, string extra = "", string format = "qcow2") =>
        $"<disk type='file' device='disk'><driver name='qemu' type='{format}'/><source file='{path}'/><target dev='vda' bus='virtio'/>{extra}</disk>";
}
