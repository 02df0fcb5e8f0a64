using Pando.Bench;

// Pando.Bench [RESULTS.md] : measures pandod beside QEMU by hand and stock libvirtd, in one run on one machine.
// What is not installed is left out and said so. Nothing here passes or fails.
await using var pandod = await PandodUnderTest.StartAsync();
await using var libvirtd = await LibvirtdPeer.TryStartAsync();
var report = new Report(libvirtd is not null);

await StartAndDestroy.MeasureAsync(pandod, libvirtd, report);
await ManyMachines.MeasureAsync(pandod, libvirtd, report);

var text = report.ToMarkdown();
Console.Write(text);
if (args is [var path])
{
    await report.PrependToAsync(path);
}
return 0;
