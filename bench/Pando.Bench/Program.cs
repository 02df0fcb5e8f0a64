using Pando.Bench;

// Pando.Bench [--only NAME,…] [RESULTS.md] : measures pandod beside QEMU by hand and stock libvirtd, in one run on one machine.
// What is not installed is left out and said so. Nothing here passes or fails. The names are those of Measurement.
if (!Measurement.TryRead(args, out var wanted, out var path))
{
    Console.Error.WriteLine($"Pando.Bench [--only {string.Join(',', Measurement.Names)}] [RESULTS.md]");
    return 2;
}
var load = Facts.Load();
await using var pandod = await PandodUnderTest.StartAsync();
await using var libvirtd = wanted.Overlaps(Measurement.WithPeer) ? await LibvirtdPeer.TryStartAsync() : null;
var report = new Report(libvirtd is not null, load, args);

if (wanted.Contains(Measurement.Start))
{
    await StartAndDestroy.MeasureAsync(pandod, libvirtd, report);
}
if (wanted.Contains(Measurement.Confinement))
{
    await StartConfined.MeasureAsync(pandod, report);
}
if (wanted.Contains(Measurement.Plug))
{
    await DiskPlug.MeasureAsync(pandod, report);
}
if (wanted.Contains(Measurement.Save))
{
    await SaveAndRestore.MeasureAsync(pandod, libvirtd, report);
}
if (wanted.Contains(Measurement.Statistics))
{
    await BulkStatistics.MeasureAsync(pandod, libvirtd is not null, report);
}
if (wanted.Contains(Measurement.Networks))
{
    await NetworkStart.MeasureAsync(pandod, libvirtd, report);
}
if (wanted.Contains(Measurement.Cards))
{
    await CardPlug.MeasureAsync(pandod, report);
}
if (wanted.Contains(Measurement.Throughput))
{
    await BridgeThroughput.MeasureAsync(pandod, report);
}
if (wanted.Contains(Measurement.Wire))
{
    await WireRoundTrips.MeasureAsync(libvirtd, report);
}
if (wanted.Contains(Measurement.Clients))
{
    await SameClient.MeasureAsync(pandod, libvirtd, report);
}
if (wanted.Overlaps(Measurement.OfMany))
{
    await ManyMachines.MeasureAsync(pandod, libvirtd, wanted, report);
}

Console.Write(report.ToMarkdown());
if (path is not null)
{
    await report.PrependToAsync(path);
}
return 0;
