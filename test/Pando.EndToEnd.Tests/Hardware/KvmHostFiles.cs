using Pando.Testing;

namespace Pando.EndToEnd.Tests.Hardware;

/// <summary>What a host of <see cref="KvmHost"/> boots from: Debian's full kernel, busybox, the shipped programs, QEMU, and a guest to run.</summary>
internal static class KvmHostFiles
{
    /// <summary>Where the host has its guest's.</summary>
    public static readonly TinyGuestFiles Innermost = new("/vmlinuz", "/initrd");

    private static readonly string[] Drivers =
    [
        "button", "evdev", "kvm", "kvm_amd", "virtio_pci", "virtio_net", "vfio", "vfio_iommu_type1", "vfio_pci", "e1000e", "nvme", "xhci_pci", "usb_storage",
        "usbhid", "hid_generic", "virtio_scsi", "sd_mod", "sg", "tun", "vhost_net", "vhost_vsock", "crc32c_generic", "ext4",
        "bridge", "8021q", "bonding", "dummy", "nf_tables", "nft_reject_inet", "nft_chain_nat", "nft_ct", "nf_conntrack_bridge", "nft_meta_bridge", "nft_connlimit",
    ];

    private static readonly string[] GuestDrivers =
    [
        "button", "evdev", "virtio_input", "virtio_pci", "virtio_blk", "virtio_net", "virtio_scsi", "virtio_rng", "sd_mod", "e1000e", "xhci_pci", "usb_storage", "usbhid", "hid_generic",
        "vmw_vsock_virtio_transport", "8021q",
    ];

    public static async Task<TinyGuestFiles> BuildAsync(string folder, CancellationToken cancellationToken)
    {
        var kernel = await DebianKernel.FullAsync(cancellationToken);
        var inner = await TinyGuest.BuildAsync(kernel, GuestDrivers, [], init: null, Path.Combine(folder, "guest-initrd"), cancellationToken);
        List<GuestFile> files =
        [
            // libusb: what QEMU's module for USB devices of the host is linked with.
            .. await HostInGuestFiles.WithAsync("/usr/sbin/nft", "/usr/bin/socat", "/usr/lib/x86_64-linux-gnu/libusb-1.0.so.0"),
            new("vmlinuz", inner.Kernel),
            new("initrd", inner.Initrd),
        ];
        return await TinyGuest.BuildAsync(
            kernel, Drivers, files.DistinctBy(static file => file.Path), init: null, Path.Combine(folder, "initrd"), cancellationToken);
    }
}
