using RdsBackup.S3;

namespace RdsBackup.Transfer;

/// <summary>Sends the parts of one upload and keeps the count of their bytes.</summary>
internal sealed class PartSender
{
    private readonly S3PartUploader _uploader;
    private readonly string _key;
    private readonly OpenUpload _upload;
    private readonly CopyProgress _progress;

    /// <summary>Sends into <paramref name="upload"/> of <paramref name="key"/>.</summary>
    public PartSender(S3PartUploader uploader, string key, OpenUpload upload, CopyProgress progress)
    {
        _uploader = uploader;
        _key = key;
        _upload = upload;
        _progress = progress;
    }

    /// <summary>How often S3 asked to slow down.</summary>
    public long SlowDowns => _uploader.SlowDowns;

    /// <summary>The buffers of all parts under way.</summary>
    public PartBuffers Buffers => _uploader.Buffers;

    /// <summary>Sends part <paramref name="number"/>; <paramref name="open"/> opens its bytes, once for every try.</summary>
    public Task<UploadedPart> SendAsync(int number, long length, Func<Stream> open, CancellationToken cancellationToken)
    {
        long counted = 0;
        return _uploader.UploadAsync((_key, _upload, number), CreateBody, GiveBack, cancellationToken);

        PartContent CreateBody(PartDialect dialect) => new(
            Buffers, length, open, dialect, hashesCrc32: _upload.HasChecksums, hashesMd5: dialect == PartDialect.Plain, CountAsync);

        ValueTask CountAsync(int bytes, CancellationToken token)
        {
            counted += bytes;
            return _progress.AddChunkAsync(bytes, token);
        }

        void GiveBack()
        {
            _progress.Add(-counted);
            counted = 0;
        }
    }
}
