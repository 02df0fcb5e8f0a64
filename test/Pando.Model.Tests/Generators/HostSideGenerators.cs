using FsCheck;
using FsCheck.Fluent;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using static Pando.Model.Tests.Generators.DeviceGenerators;
using static Pando.Model.Tests.Generators.Generate;

namespace Pando.Model.Tests.Generators;

/// <summary>Trusted platform modules, shared and pluggable memory, IOMMU, vsock, crypto cards and pstore.</summary>
internal static class HostSideGenerators
{
    private static readonly Guid SomeId = new("32ee7e76-2178-47a1-ab7b-269e6e348015");

    public static Gen<DomainDevices> AndHostSide(this Gen<DomainDevices> devices) => devices
        .With(Several(3, HostDeviceGenerators.HostDevice), (d, v) => d with { HostDevices = v })
        .With(Several(1, Tpm), (d, v) => d with { Tpms = v })
        .With(Several(2, SharedMemory), (d, v) => d with { SharedMemories = v })
        .With(Several(3, Memory), (d, v) => d with { Memories = v })
        .With(Maybe(Iommu), (d, v) => d with { Iommu = v })
        .With(Maybe(Vsock), (d, v) => d with { Vsock = v })
        .With(Several(2, Crypto), (d, v) => d with { Cryptos = v })
        .With(Maybe(Pstore), (d, v) => d with { Pstore = v });

    public static Gen<VirtioOptions> Virtio =>
        from four in Gen.ListOf(MaybeBool, 4)
        select new VirtioOptions { Iommu = four[0], Ats = four[1], Packed = four[2], PagePerQueue = four[3] };

    private static Gen<TpmDevice> Tpm(int number) =>
        from model in MaybeAny<TpmModel>()
        from version in model == TpmModel.TpmCrb ? Gen.Constant<TpmVersion?>(TpmVersion.V20) : MaybeAny<TpmVersion>()
        from state in MaybeBool
        from encrypted in Bool
        from banks in Some<TpmPcrBank>()
        from backend in Gen.OneOf(
            Maybe(FilePath).Select(path => (TpmBackend)new TpmPassthrough(path)),
            FilePath.Select(path => (TpmBackend)new TpmExternal(path)),
            Gen.Constant((TpmBackend)new TpmEmulator
            {
                PersistentState = state,
                EncryptionSecret = encrypted ? SomeId : null,
                ActivePcrBanks = version == TpmVersion.V12 ? [] : banks.Items.Order().ToEquatableArray(),
            }))
        from alias in Alias("tpm", number)
        select new TpmDevice { Model = model, Version = version, Backend = backend, Alias = alias };

    private static Gen<SharedMemoryDevice> SharedMemory(int number) =>
        from model in Any<SharedMemoryModel>()
        from path in Maybe(FilePath)
        from role in MaybeAny<SharedMemoryRole>()
        from size in MaybeValue(Gen.Elements(1, 4, 1024))
        from vectors in MaybeNumber(1, 99)
        from events in MaybeBool
        from alias in Alias("shmem", number)
        from address in Pci(9, number)
        select new SharedMemoryDevice
        {
            Name = $"memory <{number}>",
            Role = role,
            Model = model,
            SizeMiB = model == SharedMemoryModel.Doorbell ? null : size,
            Server = model == SharedMemoryModel.Doorbell ? new SharedMemoryServer(path) : null,
            Interrupts = model == SharedMemoryModel.Doorbell ? new SharedMemoryInterrupts(vectors, events) : null,
            Alias = alias,
            Address = address,
        };

    private static Gen<MemoryDevice> Memory(int number) =>
        from model in Any<MemoryModel>()
        let isFile = model is MemoryModel.Nvdimm or MemoryModel.VirtioPmem
        let isModule = model is MemoryModel.Dimm or MemoryModel.Nvdimm
        from memory in Gen.Constant(new MemoryDevice { Model = model, SizeKiB = 1 << 13 })
            .With(MaybeAny<MemoryDeviceAccess>(), (d, v) => d with { Access = model switch { MemoryModel.VirtioPmem => MemoryDeviceAccess.Shared, MemoryModel.SgxEpc => null, _ => v } })
            .With(MaybeBool, (d, v) => isFile || model == MemoryModel.SgxEpc ? d : d with { Discard = v })
            .With(FilePath, (d, v) => isFile ? d with { Path = v } : d)
            .With(MaybeNumber(4, 2048), (d, v) => isFile ? d : d with { PageSizeKiB = v, HostNodes = v is null ? null : "0-1,^1" })
            .With(MaybeNumber(4, 2048), (d, v) => model == MemoryModel.Nvdimm ? d with { AlignSizeKiB = v, PersistentMemory = v is null } : d)
            .With(MaybeNumber(0, 7), (d, v) => model == MemoryModel.VirtioPmem ? d : d with { Node = v })
            .With(Gen.Choose(0, 3), (d, v) => model == MemoryModel.VirtioMem ? d with { BlockKiB = 2048, RequestedKiB = 2048 * v, CurrentKiB = v == 1 ? 2048 : null } : d)
            .With(MaybeNumber(128, 4096), (d, v) => model == MemoryModel.Nvdimm ? d with { LabelKiB = v, ReadOnly = v is null } : d)
            .With(Alias("memory", number), (d, v) => d with { Alias = v })
        from address in model == MemoryModel.SgxEpc ? Gen.Constant<DeviceAddress?>(null)
            : isModule ? Maybe(Gen.Constant<DeviceAddress>(new DimmAddress(number, number == 1 ? 0x100000000 : null)))
            : Pci(10, number)
        select memory with { Address = address };

    private static Gen<IommuDevice> Iommu =>
        from model in Any<IommuModel>()
        from four in Gen.ListOf(MaybeBool, 4)
        from bits in MaybeValue(Gen.Elements(39, 48))
        from address in model == IommuModel.Virtio ? Pci(11, 1) : Gen.Constant<DeviceAddress?>(null)
        let iommu = new IommuDevice { Model = model, Address = address }
        select model != IommuModel.Intel ? iommu : iommu with
        {
            InterruptRemapping = four[0],
            CachingMode = four[1],
            ExtendedInterrupts = four[2],
            DeviceTlb = four[3],
            AddressBits = bits,
        };

    private static Gen<VsockDevice> Vsock =>
        from model in MaybeAny<VirtioModel>()
        from auto in MaybeBool
        from cid in MaybeNumber(3, int.MaxValue)
        from virtio in Virtio
        from address in Pci(12, 1)
        select new VsockDevice { Model = model, AutoCid = auto, Cid = cid, Virtio = virtio, Address = address };

    private static Gen<CryptoDevice> Crypto(int number) =>
        from backend in Any<CryptoBackend>()
        from queues in MaybeNumber(1, 9)
        from virtio in Virtio
        from alias in Alias("crypto", number)
        from address in Pci(13, number)
        select new CryptoDevice { Backend = backend, Queues = queues, Virtio = virtio, Alias = alias, Address = address };

    private static Gen<PstoreDevice> Pstore =>
        from path in Maybe(FilePath)
        from size in Gen.Choose(2, 999)
        from address in Pci(14, 1)
        select new PstoreDevice { Path = path, SizeKiB = size * 4, Address = address };
}
