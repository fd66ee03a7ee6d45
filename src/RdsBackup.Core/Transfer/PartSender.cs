using RdsBackup.Aws;

namespace RdsBackup.Transfer;

/// <summary>Sends the parts of one upload and keeps the count of their bytes.</summary>
internal sealed class PartSender
{
    private readonly S3PartUploader _uploader;
    private readonly string _key;
    private readonly string _uploadId;
    private readonly CopyProgress _progress;

    /// <summary>Sends into the upload <paramref name="uploadId"/> of <paramref name="key"/>.</summary>
    public PartSender(S3PartUploader uploader, string key, string uploadId, CopyProgress progress)
    {
        _uploader = uploader;
        _key = key;
        _uploadId = uploadId;
        _progress = progress;
    }

    /// <summary>Sends part <paramref name="number"/>; <paramref name="open"/> opens its bytes, once for every try.</summary>
    public async Task<UploadedPart> SendAsync(
        int number, long length, Func<CancellationToken, ValueTask<Stream>> open, CancellationToken cancellationToken)
    {
        long counted = 0;
        return await _uploader.UploadAsync((_key, _uploadId, number), CreateBody, GiveBack, cancellationToken).ConfigureAwait(false);

        PartContent CreateBody(bool withTrailer) => new(length, open, withTrailer, CountAsync);

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
