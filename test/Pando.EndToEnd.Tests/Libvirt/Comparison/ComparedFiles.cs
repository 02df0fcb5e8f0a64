namespace Pando.EndToEnd.Tests.Libvirt.Comparison;

/// <summary>The files that the script names.</summary>
internal static class ComparedFiles
{
    /// <summary>By their names.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["web1.xml"] = """
            <domain type='qemu'><name>web1</name><uuid>6a8f0a52-8f9a-4d36-9f0e-5e4c1cf0a7d1</uuid><memory unit='MiB'>64</memory><vcpu>1</vcpu>
            <os><type arch='x86_64' machine='pc-q35-7.2'>hvm</type></os><features><acpi/></features>
            <devices>
              <disk type='file' device='disk'><driver name='qemu' type='qcow2'/><source file='{dir}/a.qcow2'/><target dev='vda' bus='virtio'/></disk>
              <disk type='file' device='cdrom'><target dev='sda' bus='sata'/><readonly/></disk>
              <interface type='user'><mac address='52:54:00:00:00:07'/><model type='virtio'/></interface>
              <serial type='pty'/><console type='pty'/><graphics type='vnc' autoport='yes'/><video><model type='vga'/></video>
            </devices></domain>
            """,
        ["none.xml"] = "<domain type='qemu'><name>none</name></domain>",
        ["bad.xml"] = "<domain type='qemu'><name>none</name>",
        ["cpu.xml"] = "<cpu mode='custom' match='exact'><model>qemu64</model></cpu>",
        ["rng.xml"] = "<rng model='virtio'><backend model='random'>/dev/urandom</backend><alias name='ua-chance'/></rng>",
        ["cdrom.xml"] = "<disk type='file' device='cdrom'><source file='{dir}/a.iso'/><target dev='sda' bus='sata'/><readonly/></disk>",
        ["net.xml"] = """
            <network><name>lab</name><uuid>5a8f0a52-8f9a-4d36-9f0e-5e4c1cf0a7d1</uuid><bridge name='virbr{n}' stp='off'/>
            <ip address='10.{n}.0.1' prefix='24'><dhcp><range start='10.{n}.0.10' end='10.{n}.0.90'/></dhcp></ip></network>
            """,
        ["badnet.xml"] = "<network><name>bad</name><ip address='10.1.0.1' prefix='99'/></network>",
        ["filter.xml"] = "<filter name='no-ssh' chain='root'><uuid>7a8f0a52-8f9a-4d36-9f0e-5e4c1cf0a7d1</uuid><rule action='drop' direction='in'><tcp dstportstart='22'/></rule></filter>",
        ["secret.xml"] = "<secret ephemeral='no' private='no'><uuid>8a8f0a52-8f9a-4d36-9f0e-5e4c1cf0a7d1</uuid><usage type='ceph'><name>client.x</name></usage></secret>",
        ["vol.xml"] = "<volume><name>v5</name><capacity unit='MiB'>1</capacity><target><format type='raw'/></target></volume>",
        ["vol2.xml"] = "<volume><name>v6</name><capacity unit='MiB'>1</capacity><target><format type='raw'/></target></volume>",
        ["pool.xml"] = "<pool type='dir'><name>crate</name><target><path>{dir}/crate</path></target></pool>",
        ["a.iso"] = new string('x', 4096),
    };
}
