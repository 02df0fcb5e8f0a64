namespace Pando.EndToEnd.Tests.Devices;

/// <summary>A device of a machine, and the line by which a guest tells of it.</summary>
/// <param name="Xml">Its element; <c>{folder}</c> stands for a folder of the test's.</param>
/// <param name="Seen">How its line in the guest's inventory begins.</param>
internal sealed record KeptDevice(string Xml, string Seen)
{
    /// <summary>One of each kind that a guest can see and QEMU can save.</summary>
    public static IReadOnlyList<KeptDevice> All { get; } =
    [
        new("<disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='{folder}/plain.img'/><target dev='vda' bus='virtio'/><serial>PLAIN</serial></disk>", "block vda 2048 PLAIN"),
        new("<controller type='scsi' index='0' model='virtio-scsi'/>", "virtio 0x0008"),
        new("<disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='{folder}/scsi.img'/><target dev='sda' bus='scsi'/></disk>", "block sda 2048"),
        new("<disk type='file' device='cdrom'><driver name='qemu' type='raw'/><target dev='sdb' bus='scsi'/><readonly/></disk>", "block sr0"),
        new("<interface type='user'><mac address='52:54:00:00:00:11'/><model type='virtio'/></interface>", "net 52:54:00:00:00:11 1500"),
        new("<interface type='user'><mac address='52:54:00:00:00:12'/><model type='e1000e'/></interface>", "pci 0x8086 0x10d3"),
        new("<interface type='user'><mac address='52:54:00:00:00:13'/><model type='rtl8139'/></interface>", "pci 0x10ec 0x8139"),
        new("<serial type='pty'/>", "tty ttyS0"),
        new("<serial type='null'/>", "tty ttyS1"),
        new("<channel type='null'><target type='virtio' name='org.pando.proof'/></channel>", "port org.pando.proof"),
        new("<controller type='usb' index='0' model='qemu-xhci'/>", "pci 0x1b36 0x000d"),
        new("<input type='keyboard' bus='virtio'/>", "input QEMU Virtio Keyboard"),
        new("<rng model='virtio'><backend model='random'>/dev/urandom</backend></rng>", "rng virtio_rng.0"),
        new("<memballoon model='virtio'/>", "virtio 0x0005"),
        new("<watchdog model='i6300esb' action='none'/>", "pci 0x8086 0x25ab"),
        new("<panic model='isa'/>", "acpi QEMU0001"),
        new("<video><model type='bochs'/></video>", "pci 0x1234 0x1111"),
        new("<sound model='ich9'/>", "pci 0x8086 0x293e"),
        new("<tpm model='tpm-crb'><backend type='emulator' version='2.0'/></tpm>", "tpm 2"),
        new("<filesystem type='mount' accessmode='mapped'><source dir='{folder}'/><target dir='shared'/></filesystem>", "virtio 0x0009"),
    ];
}
