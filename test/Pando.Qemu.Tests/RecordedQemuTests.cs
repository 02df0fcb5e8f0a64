using System.Text.Json;
using Pando.Qemu.Capabilities;

namespace Pando.Qemu.Tests;

public sealed class RecordedQemuTests
{
    [Fact]
    public async Task What_was_recorded_will_do()
    {
        if (RecordedQemu.Updating)
        {
            QemuCapabilities installed = await InstalledQemu.CapabilitiesAsync();
            var recorded = installed with { Binary = new QemuBinaryIdentity(InstalledQemu.Path, 0, 0, 0, DateTimeOffset.UnixEpoch, "") };
            using FileStream file = File.Create(RecordedQemu.File);
            await JsonSerializer.SerializeAsync(
                file, new StoredCapabilities(StoredCapabilities.CurrentFormat, null, recorded), CapabilitiesJson.Default.StoredCapabilities);
        }

        Assert.Empty(QemuVersionFloor.Missing(RecordedQemu.Read()));
    }
}
